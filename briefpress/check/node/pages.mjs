// Hold pages against axe's rules as a reader may meet them, and look whether they fit a phone.

import { readFileSync } from "node:fs";

import { answer, job, mapInTabs, open, require } from "./browser.mjs";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const HEIGHT = 800;

async function violationsOf(page, view) {
  await page.setViewport({ width: view.width, height: HEIGHT });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: view.scheme },
    { name: "prefers-reduced-motion", value: "reduce" }, // no colour is caught half-way
  ]);
  const found = await page.evaluate(async (options) => {
    const { violations, incomplete } = await window.axe.run(document, options);
    const nodes = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => ({
        rule: id,
        help,
        // The parts of a compound target are frames and shadow roots.
        place: node.target.flat().join(" "),
        why: [...node.any, ...node.all, ...node.none].map((check) => check.message),
      })),
    );
    return { nodes, incomplete: incomplete.length };
  }, {
    runOnly: { type: "tag", values: job.tags },
    resultTypes: ["violations"],
    preload: false, // it would load style sheets once more, from where it may not
  });
  return { view, ...found };
}

/** Return what stands out of a page that is *width* CSS pixels wide, null if it fits. */
async function overflowOf(page, width) {
  await page.setViewport({ width, height: HEIGHT });
  return page.evaluate(() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= window.innerWidth) return null;
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > window.innerWidth + 0.5,
    );
    // The innermost element that sticks out is the one to mend.
    const element = wide.find((one) => !wide.some((other) => one !== other && one.contains(other)));
    const named = element && element.localName + [...element.classList].map((c) => `.${c}`).join("");
    return { width: page.scrollWidth, place: named ?? "", text: element?.textContent.trim().slice(0, 60) ?? "" };
  });
}

await answer((browser) =>
  mapInTabs(job.pages, job.tabs, async (url) => {
    const page = await open(browser, url, { width: job.views[0].width, height: HEIGHT });
    await page.evaluate(axe);
    const views = [];
    for (const view of job.views) views.push(await violationsOf(page, view));
    const overflow = await overflowOf(page, job.narrowest);
    await page.close();
    return { views, overflow };
  }),
);
