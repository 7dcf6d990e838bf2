// Open a headless Chromium for the job that this process was given, and close it after the work.
//
// The job is a JSON file, the one argument: what to check, and where things are on this machine.
// Its answer is written beside it: what a library prints cannot get into it.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export const job = JSON.parse(readFileSync(process.argv[2], "utf8"));

// The packages are installed elsewhere than this file.
export const require = createRequire(path.join(job.modules, "from-here.js"));

/** Run *work* with a browser and write what it returns as the job's answer. */
export async function answer(work) {
  const browser = await require("puppeteer-core").launch({
    executablePath: job.chromium,
    headless: true,
    args: [
      ...(job.sandbox ? [] : ["--no-sandbox"]),
      "--disable-dev-shm-usage", // small in containers
      "--disable-gpu",
      "--hide-scrollbars", // they take no room on a phone, and differ between systems
      "--force-color-profile=srgb",
    ],
    userDataDir: path.join(job.folder, "profile"),
  });
  try {
    writeFileSync(path.join(job.folder, "answer.json"), JSON.stringify(await work(browser)));
  } finally {
    await browser.close();
  }
}

/** Open a file of this machine in a new tab that can reach nothing but such files. */
export async function open(browser, url, viewport) {
  const page = await browser.newPage();
  if (viewport) await page.setViewport(viewport);
  let sentElsewhere = false;
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
    const leaves = isPage && request.url() !== url;
    const local = /^(file|data|blob|about):/.test(request.url());
    sentElsewhere ||= leaves;
    return leaves || !local ? request.abort("aborted") : request.continue();
  });
  await page.goto(url, { waitUntil: "load" });
  if (sentElsewhere) {
    // Who sees such a page has no JavaScript.
    await page.setJavaScriptEnabled(false);
    await page.goto(url, { waitUntil: "load" });
    await page.setJavaScriptEnabled(true);
  }
  return page;
}

/** Map *items* in parallel, in as many tabs as there are processors to use. */
export async function mapInTabs(items, tabs, check) {
  const results = new Array(items.length);
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const number = next++;
      results[number] = await check(items[number]);
    }
  };
  await Promise.all(Array.from({ length: tabs }, work));
  return results;
}
