import { globSync, readFileSync } from "node:fs";

const BUILD = ".next";
const MANIFEST = "page_client-reference-manifest.js";
/** Pages that show a canvas, which brings xyflow. */
const CANVAS = /\/workflows\/\[/;

/** The scripts a browser loads for a first visit to a page: Next's own and those of the page and its layouts. */
function scriptsOf(/** @type {string} */ manifest) {
  const text = readFileSync(`${BUILD}/server/app/${manifest}`, "utf8");
  const { entryJSFiles } = JSON.parse(text.slice(text.indexOf("] = ") + 4, text.lastIndexOf("}") + 1));
  const { rootMainFiles } = JSON.parse(readFileSync(`${BUILD}/build-manifest.json`, "utf8"));
  const files = new Set([...rootMainFiles, .../** @type {string[][]} */ (Object.values(entryJSFiles)).flat()]);
  return [...files].map((file) => `${BUILD}/${file}`);
}

export default globSync(`**/${MANIFEST}`, { cwd: `${BUILD}/server/app` }).map((manifest) => {
  const address = `/${manifest.slice(0, -MANIFEST.length)}`.replaceAll(/\/\([^)]*\)/g, "");
  return {
    name: `First visit to ${address}`,
    path: scriptsOf(manifest),
    gzip: true,
    limit: CANVAS.test(address) ? "260 kB" : "180 kB",
  };
});
