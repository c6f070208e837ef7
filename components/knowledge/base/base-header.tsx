import { Link2, Plus, Settings2 } from "lucide-react";
import Link from "next/link";
import { MenuButton } from "#components/shared/shell/shell.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { counted } from "../counted.ts";
import { ModelName } from "../model-name.tsx";

interface Props {
  base: KnowledgeBase;
  /** Null for those who may only look. */
  acts: { choose(): void; address(): void; settings(): void } | null;
}

/** What the base is called, what is in it, and what can be done to it. */
export function BaseHeader({ base, acts }: Props) {
  return (
    <header className="flex h-[52px] shrink-0 items-center gap-2 pr-4 pl-5 max-sm:gap-1 max-sm:pr-3 max-sm:pl-2">
      <MenuButton />
      <h1 className="mr-auto flex min-w-0 items-baseline gap-2 max-sm:text-lead">
        <Link href="/knowledge" className="font-medium text-fg-3 hover:underline max-sm:hidden">
          Knowledge
        </Link>
        <span aria-hidden className="text-fg-3 max-sm:hidden">
          /
        </span>
        <span className="truncate">{base.name}</span>
        <span className="truncate whitespace-nowrap font-normal text-fg-3 text-small tracking-normal max-lg:hidden">
          {counted(base.documents, "document")} · {counted(base.chunks, "passage")} · <ModelName model={base.model} />
          {base.dimensions === null ? "" : `, ${base.dimensions.toLocaleString("en-US")} dimensions`}
        </span>
      </h1>
      {acts ? (
        <>
          <IconButton label="Settings" onClick={acts.settings}>
            <Settings2 aria-hidden className="size-4" />
          </IconButton>
          <Button onClick={acts.address} aria-label="Add from address">
            <Link2 aria-hidden className="size-4" />
            <span className="max-sm:hidden">Add from address</span>
          </Button>
          <Button variant="primary" onClick={acts.choose} aria-label="Add documents">
            <Plus aria-hidden className="size-4" strokeWidth={1.9} />
            <span className="max-sm:hidden">Add documents</span>
          </Button>
        </>
      ) : null}
    </header>
  );
}
