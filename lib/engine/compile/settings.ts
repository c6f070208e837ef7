import { documentSettingsSchema, type WorkflowDocument } from "../document.ts";
import { isTimeZone } from "../time-zone.ts";
import { readTemplate } from "./config-template.ts";
import type { Problems } from "./problems.ts";

/** Names that a concurrency key may read: nothing has run when it is needed. */
const rootsBeforeStart: ReadonlySet<string> = new Set(["trigger", "input", "workflow", "vars"]);

export function checkSettings({ settings }: WorkflowDocument, problems: Problems): void {
  if (settings === undefined) return;
  for (const issue of documentSettingsSchema.safeParse(settings).error?.issues ?? []) {
    const field = ["settings", ...issue.path].join(".");
    problems.error("invalid_settings", `In the workflow's settings, ${field}: ${issue.message}`, { field });
  }
  if (settings.timezone !== undefined && !isTimeZone(settings.timezone)) {
    const message = `"${settings.timezone}" is not a time zone. Use a name such as Europe/Paris.`;
    problems.error("invalid_settings", message, { field: "settings.timezone" });
  }
  checkConcurrencyKey(settings.concurrency?.key, problems);
}

function checkConcurrencyKey(key: string | undefined, problems: Problems): void {
  const field = "settings.concurrency.key";
  for (const text of readTemplate(key ?? "").texts) {
    if (text.error)
      problems.error(`expression_${text.error.code}`, `The concurrency key: ${text.error.message}`, { field });
    for (const { root } of text.reads) {
      if (rootsBeforeStart.has(root)) continue;
      const message = `The concurrency key reads "${root}", but it is needed before anything has run: it can only read trigger, workflow and vars.`;
      problems.error("expression_unknown_name", message, { field });
    }
  }
}
