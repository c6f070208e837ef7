import type { NodeCategory } from "./define.ts";

/** What categories are called, in the order in which they are shown. */
export const categoryTitles: Readonly<Record<NodeCategory, string>> = {
  trigger: "Triggers",
  control: "Control",
  data: "Data",
  code: "Code",
  network: "Network",
  ai: "AI",
  knowledge: "Knowledge",
  messaging: "Messaging",
};
