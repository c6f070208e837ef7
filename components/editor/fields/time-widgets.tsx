import { useMemo } from "react";
import { Input } from "#components/ui/input.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { cronProblem } from "#lib/nodes/trigger-schedule/cron-problem.ts";
import { nextTimes } from "#lib/triggers/schedule-times.ts";
import { ReferenceText } from "./reference-text.tsx";
import { useTimeZone } from "./use-time-zone.ts";
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

const SHOWN_TIMES = 5;

/** Nothing for what is empty or wrong: the problem stands under the field already. */
function timesFrom(cron: string, timezone: string): number[] {
  if (cron.trim() === "" || cronProblem(cron) !== null) return [];
  try {
    return nextTimes({ kind: "cron", cron, timezone }, Date.now(), SHOWN_TIMES);
  } catch {
    return [];
  }
}

/** A cron line, with the next times it stands for, in the zone in which it is read. */
export function CronWidget(props: WidgetProps) {
  const text = typeof props.value === "string" ? props.value : "";
  const otherwise = useTimeZone();
  const given = props.config.timezone;
  const timezone = typeof given === "string" && given !== "" ? given : otherwise;
  const times = useMemo(() => timesFrom(text, timezone), [text, timezone]);
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
      {times.length > 0 && (
        <div className="text-fg-3 text-micro leading-[16px]">
          Next in {timezone}:
          <ol aria-label="Next times" className="grid grid-cols-2 gap-x-3 tabular-nums">
            {times.map((time) => (
              <li key={time}>{timeText(time, timezone)}</li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

function timeText(time: number, timezone: string): string {
  return new Date(time).toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: timezone,
  });
}
