/**
 * Mirrors the log of the record into a file, one change a line, and goes on from there when it is run again.
 *
 *     cd examples && npm install --no-package-lock && npm run types && npm run build
 *     node built/mirror_changes.mjs http://127.0.0.1:8000 changes.ndjson
 *
 * Run it every minute: while nothing has changed, the answer is 304 and costs nobody anything.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { components, paths } from "./convention.js";

type Page = paths["/api/v1/changes/"]["get"]["responses"]["200"]["content"]["application/json"];
type Problem = components["schemas"]["Problem"];
type Place = { since?: string; etag?: string };

const [address, file] = process.argv.slice(2);
const placeFile = `${file}.place`;

async function page(place: Place): Promise<{ page: Page; etag: string } | null> {
  const url = new URL("/api/v1/changes/", address);
  url.searchParams.set("limit", "1000");
  if (place.since) url.searchParams.set("since", place.since);
  const response = await fetch(url, { headers: place.etag ? { "If-None-Match": place.etag } : {} });
  if (response.status === 304) return null;
  if (!response.ok) throw new Error(((await response.json()) as Problem).detail);
  return { page: (await response.json()) as Page, etag: response.headers.get("ETag") ?? "" };
}

let place: Place = existsSync(placeFile) ? JSON.parse(readFileSync(placeFile, "utf8")) : {};
let mirrored = 0;
for (;;) {
  const answer = await page(place);
  if (!answer) break;
  const { results, cursor } = answer.page;
  appendFileSync(file, results.map((change) => JSON.stringify(change) + "\n").join(""));
  place = { since: cursor, etag: results.length ? undefined : answer.etag };
  writeFileSync(placeFile, JSON.stringify(place));
  mirrored += results.length;
  if (!results.length) break;
}
console.log(`${mirrored} changes more in ${file}.`);
