// Ask DAISY's Ace about books, all of them in one browser.

import { readFileSync } from "node:fs";
import path from "node:path";

import { answer, job, open, require } from "./browser.mjs";

const ace = require("@daisy/ace-core");

/** The interface through which Ace has each document of a book opened and examined. */
const runner = (browser) => ({
  concurrency: job.tabs,
  setTimeout() {},
  async launch() {}, // the browser stays open for the next book
  async close() {},
  async run(url, files, contents) {
    const page = await open(browser, url);
    const scripts = [...contents, ...files.map((file) => readFileSync(file, "utf8"))];
    for (const script of scripts) await page.evaluate(script);
    const results = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          window.daisy.ace.run((error, found) => (error ? reject(error) : resolve(found)));
        }),
    );
    await page.close();
    return results;
  },
});

await answer(async (browser) => {
  const reports = [];
  for (const [number, book] of job.books.entries()) {
    const folder = path.join(job.folder, String(number));
    const options = {
      cwd: job.folder,
      outdir: path.join(folder, "report"),
      tmpdir: path.join(folder, "files"),
      lang: "en",
      silent: true,
      initLogger: true,
      doNotReportMedia: true,
    };
    const [, report] = await ace(book, options, runner(browser));
    reports.push(
      report.assertions.flatMap((document) =>
        document.assertions.map((assertion) => ({
          document: document["earl:testSubject"].url,
          rule: assertion["earl:test"]["dct:title"],
          impact: assertion["earl:test"]["earl:impact"],
          what: assertion["earl:test"].help["dct:description"],
          outcome: assertion["earl:result"]["earl:outcome"],
          why: assertion["earl:result"]["dct:description"],
          place: assertion["earl:result"]["earl:pointer"]?.css?.join(" ") ?? "",
        })),
      ),
    );
  }
  return reports;
});
