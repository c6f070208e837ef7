import { Cron } from "croner";
import { useMemo } from "react";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { ReferenceText } from "./reference-text.tsx";
import type { WidgetProps } from "./widget-props.ts";

const units = [
  { value: "ms", label: "milliseconds" },
  { value: "s", label: "seconds" },
  { value: "m", label: "minutes" },
  { value: "h", label: "hours" },
  { value: "d", label: "days" },
];
const DURATION = /^\s*(\d*(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/;

/** `30s`, `2h`: a number and a unit. Anything else (an expression, a sum) is edited as the text it is. */
export function DurationWidget(props: WidgetProps) {
  const text = props.value === undefined || props.value === null ? "" : String(props.value);
  const parts = DURATION.exec(text === "" ? "s" : text);
  if (parts === null) {
    return (
      <ReferenceText
        id={props.id}
        label={props.spec.label}
        describedBy={props.describedBy}
        invalid={props.invalid}
        disabled={props.disabled}
        placeholder={props.spec.placeholder}
        value={text}
        onChange={props.onChange}
        references={props.references}
      />
    );
  }
  const [, amount = "", unit = "s"] = parts;
  const write = (nextAmount: string, nextUnit: string) =>
    props.onChange(nextAmount.trim() === "" ? undefined : `${nextAmount.trim()}${nextUnit}`);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_124px]">
      <Input
        id={props.id}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        className="rounded-r-none border-r-0"
        inputMode="decimal"
        disabled={props.disabled}
        value={amount}
        onChange={(event) => write(event.target.value, unit)}
      />
      <Select value={unit} onValueChange={(next) => write(amount, next)} disabled={props.disabled}>
        <SelectTrigger aria-label="Unit" className="rounded-l-none">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {units.map((one) => (
            <SelectItem key={one.value} value={one.value}>
              {one.label}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
}

const SHOWN_TIMES = 3;

function nextTimes(cron: string, timezone: string | undefined): Date[] | null {
  if (cron.trim() === "" || cron.includes("{{")) return [];
  try {
    return new Cron(cron, { paused: true, ...(timezone ? { timezone } : {}) }).nextRuns(SHOWN_TIMES);
  } catch {
    return null;
  }
}

/** A cron line, with the next times it stands for. */
export function CronWidget(props: WidgetProps) {
  const text = typeof props.value === "string" ? props.value : "";
  const timezone = typeof props.config.timezone === "string" ? props.config.timezone : undefined;
  const times = useMemo(() => nextTimes(text, timezone), [text, timezone]);
  return (
    <div className="flex flex-col gap-[5px]">
      <Input
        id={props.id}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        className="font-mono text-[11.5px]"
        placeholder={props.spec.placeholder ?? "0 8 * * 1-5"}
        disabled={props.disabled}
        spellCheck={false}
        value={text}
        onChange={(event) => props.onChange(event.target.value === "" ? undefined : event.target.value)}
      />
      {times !== null && times.length > 0 && (
        <p className="text-fg-3 text-micro leading-[15px]">
          Next: {times.map((time) => timeText(time, timezone)).join(" · ")}
        </p>
      )}
    </div>
  );
}

function timeText(time: Date, timezone: string | undefined): string {
  return time.toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    ...(timezone ? { timeZone: timezone } : {}),
  });
}
