-- Reads one pandoc document (JSON) a line, writes it back with its citations made. Each document
-- goes through citeproc alone: in one run their citations would be told apart from each other's.
for line in io.lines(arg[1]) do
  local document = pandoc.utils.citeproc(pandoc.read(line, 'json'))
  io.write(pandoc.write(document, 'json'), '\n')
end
