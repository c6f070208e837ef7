import type { ReactNode } from "react";
import { MenuButton } from "./shell.tsx";

interface PageHeaderProps {
  title: string;
  /** Beside the title, quieter: how many there are. */
  note?: ReactNode;
  children?: ReactNode;
}

/** The one title of a page and what can be done on it. On a phone it is the bar with the menu. */
export function PageHeader({ title, note, children }: PageHeaderProps) {
  return (
    <header className="flex h-[52px] shrink-0 items-center gap-2 pr-4 pl-5 max-sm:gap-1 max-sm:border-line max-sm:border-b max-sm:pr-3 max-sm:pl-2">
      <MenuButton />
      <h1 className="mr-auto flex min-w-0 items-baseline gap-2 max-sm:text-lead">
        <span className="truncate">{title}</span>
        {note ? <span className="font-normal text-fg-3 text-small tracking-normal">{note}</span> : null}
      </h1>
      {children}
    </header>
  );
}
