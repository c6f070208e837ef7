import { type ReactNode, useId } from "react";

/** One matter: what it is about on the left, its controls on the right. */
export function SettingsSection({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-[240px_minmax(0,420px)] gap-x-8 gap-y-3 border-line border-b px-5 py-6 max-md:grid-cols-1 max-sm:px-4"
    >
      <div>
        <h2 id={id}>{title}</h2>
        <p className="mt-0.5 text-fg-3 text-small">{text}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
    </section>
  );
}
