import { cn } from "#lib/utils.ts";

/** Initials on a colour that stays with the name. */
export function Avatar({ name, size = "md" }: { name: string; size?: "sm" | "md" }) {
  return (
    <span
      aria-hidden="true"
      style={{ "--h": hueOf(name) } as React.CSSProperties}
      className={cn(
        "inline-grid shrink-0 place-items-center rounded-full bg-[light-dark(oklch(0.9_0.04_var(--h)),oklch(0.36_0.04_var(--h)))] font-semibold text-[light-dark(oklch(0.38_0.07_var(--h)),oklch(0.87_0.06_var(--h)))] tracking-[0.02em]",
        size === "sm" ? "size-5 text-[9px]" : "size-6 text-[10px]",
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

function hueOf(name: string): number {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360;
  return hash;
}
