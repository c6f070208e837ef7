import type { DocumentNode } from "../../engine/document.ts";
import { DEMO_ORIGIN } from "../demo-origin.ts";
import { edges } from "../edges.ts";
import type { Sample } from "../sample.ts";

const cities = ["Oslo", "Lyon", "Porto", "Graz", "Turku", "Ghent", "Brno", "Cork", "Malmö", "Bilbao"] as const;

/** Ten lookups in two rows of five, each row beside the gaps of the other, so that every connection is seen. */
const lookups = cities.map(
  (city, index): DocumentNode => ({
    id: `city_${index + 1}`,
    key: `city_${index + 1}`,
    type: "http.request",
    version: 1,
    label: city,
    position: { x: ((index % 5) - 2) * 232 + (index < 5 ? -58 : 58), y: index < 5 ? 112 : 208 },
    config: { method: "GET", url: `${DEMO_ORIGIN}/warehouses/${encodeURIComponent(city)}` },
  }),
);

//  start > ten lookups, 100 ms each > all > sum > output
export const tenCalls: Sample = {
  id: "ten-calls",
  name: "Ten calls at once",
  summary: "Ten services that take 100 ms each, asked side by side and joined.",
  input: null,
  document: {
    schemaVersion: 1,
    nodes: [
      {
        id: "start",
        key: "start",
        type: "trigger.manual",
        version: 1,
        label: "Count the stock",
        position: { x: 0, y: 0 },
        config: {},
      },
      ...lookups,
      {
        id: "all",
        key: "all",
        type: "control.join",
        version: 1,
        label: "Every warehouse answered",
        position: { x: 0, y: 320 },
        config: { mode: "every", count: 1, cancelOthers: false },
      },
      {
        id: "sum",
        key: "sum",
        type: "data.set",
        version: 1,
        label: "Add up",
        position: { x: 0, y: 416 },
        config: {
          fields: [
            { name: "warehouses", value: "{{ Object.values(all).length }}" },
            {
              name: "inStock",
              value: "{{ Object.values(all).reduce((sum, answer) => sum + answer.body.inStock, 0) }}",
            },
          ],
          keepInput: false,
        },
      },
      {
        id: "output",
        key: "output",
        type: "control.output",
        version: 1,
        label: "Stock everywhere",
        position: { x: 0, y: 512 },
        config: { value: "{{ sum }}" },
      },
    ],
    edges: edges(...lookups.flatMap(({ id }) => [`start > ${id}`, `${id} > all`]), "all > sum", "sum > output"),
  },
};
