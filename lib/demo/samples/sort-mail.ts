import { edges } from "../edges.ts";
import type { Sample } from "../sample.ts";

//  mail > sort ─order──────> details
//              ├─complaint──> answer
//              └─none───────> leave
export const sortMail: Sample = {
  id: "sort-mail",
  name: "Sort mail with AI",
  summary: "A model sorts a mail and answers it. The demo stands in for one until you choose another.",
  input: { from: "lena@example.org", body: "A complaint: the lamp arrived broken. I would like a new one." },
  document: {
    schemaVersion: 1,
    nodes: [
      {
        id: "mail",
        key: "mail",
        type: "trigger.manual",
        version: 1,
        label: "A mail comes in",
        position: { x: 0, y: 0 },
        config: {},
      },
      {
        id: "sort",
        key: "sort",
        type: "ai.classify",
        version: 1,
        label: "What is it about?",
        position: { x: 0, y: 96 },
        config: {
          model: "demo/writer",
          text: "{{ mail.body }}",
          classes: { order: "somebody buys something", complaint: "somebody is not content" },
          routes: true,
        },
      },
      {
        id: "details",
        key: "details",
        type: "ai.extract",
        version: 1,
        label: "Read the order",
        position: { x: -260, y: 192 },
        config: {
          model: "demo/writer",
          text: "{{ mail.body }}",
          fields: { product: "what is bought", quantity: "how many" },
        },
      },
      {
        id: "answer",
        key: "answer",
        type: "ai.llm",
        version: 1,
        label: "Write an answer",
        position: { x: 0, y: 192 },
        config: {
          model: "demo/writer",
          system: "You answer customers of a lamp shop, briefly and kindly. You promise nothing.",
          prompt: "Answer this mail:\n{{ mail.body }}",
        },
      },
      {
        id: "leave",
        key: "leave",
        type: "data.set",
        version: 1,
        label: "Leave it to people",
        position: { x: 260, y: 192 },
        config: { fields: [{ name: "why", value: "{{ sort.reason }}" }], keepInput: false },
      },
    ],
    edges: edges("mail > sort", "sort.order > details", "sort.complaint > answer", "sort.none > leave"),
  },
};
