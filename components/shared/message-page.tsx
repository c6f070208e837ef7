import type { ReactNode } from "react";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";

interface MessagePageProps {
  title: string;
  children: ReactNode;
  action: ReactNode;
  /** Small print: what support would ask for. */
  note?: ReactNode;
}

/** A whole page that says one thing: nothing here, something broke. */
export function MessagePage({ title, children, action, note }: MessagePageProps) {
  return (
    <main className="grid min-h-full place-items-center bg-surface p-6">
      <div className="flex max-w-[440px] flex-col items-start gap-2">
        <HeddleMark size={28} className="mb-3" />
        <h1 className="text-figure leading-[30px] tracking-[-0.02em]">{title}</h1>
        <div className="text-fg-2">{children}</div>
        <div className="mt-4 flex flex-wrap gap-2">{action}</div>
        {note ? <p className="mt-4 font-mono text-fg-3 text-micro">{note}</p> : null}
      </div>
    </main>
  );
}
