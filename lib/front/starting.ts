import type { IncomingMessage, ServerResponse } from "node:http";

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<meta name="color-scheme" content="light dark"><title>Heddle</title>
<body style="font: 16px system-ui; display: grid; place-items: center; min-height: 90vh">
<main><h1 style="font-size: 20px">Heddle</h1><p id="state">STATE</p></main></body></html>`;

/** What every address answers before the product serves, and again while it stops. */
export function answerNotServing(state: "starting" | "stopping", request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? "/").split("?", 1)[0];
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Retry-After", "1");
  if (state === "stopping") response.setHeader("Connection", "close");
  if (path === "/api/health") return json(response, 200, { status: state });
  if (path === "/api/ready") return json(response, 503, { status: state });
  if (path?.startsWith("/api/")) {
    const detail = `Heddle is ${state}. Try again in a moment.`;
    return json(
      response,
      503,
      { type: "about:blank", title: detail, status: 503, code: state, detail },
      "problem+json",
    );
  }
  response.writeHead(503, { "Content-Type": "text/html; charset=utf-8" });
  response.end(page.replace("STATE", `Heddle is ${state}; this page reloads by itself.`));
}

function json(response: ServerResponse, status: number, body: unknown, type = "json"): void {
  response.writeHead(status, { "Content-Type": `application/${type}` });
  response.end(JSON.stringify(body));
}
