import { cn } from "#lib/utils.ts";
import type { PasswordStrength } from "./password-strength.ts";

/** Four bars and the advice in words; the words are what a screen reader gets. */
export function StrengthMeter({ id, strength }: { id: string; strength: PasswordStrength }) {
  const tone = strength.score >= 3 ? "bg-ok" : strength.score === 2 ? "bg-wait" : "bg-fail";
  return (
    <div className="mt-[3px] flex items-center gap-1 text-fg-3 text-micro max-sm:flex-wrap">
      {[1, 2, 3, 4].map((bar) => (
        <span
          key={bar}
          aria-hidden="true"
          className={cn("h-1 w-8 shrink-0 rounded-[2px]", bar <= strength.score ? tone : "bg-line-2")}
        />
      ))}
      <span id={id} aria-live="polite" className="ml-2 max-sm:ml-0 max-sm:basis-full">
        {strength.advice}
      </span>
    </div>
  );
}
