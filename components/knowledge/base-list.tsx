"use client";

import { Ellipsis, Settings2, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { LazyBaseDialog } from "#components/shared/knowledge/lazy-base-dialog.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { KnowledgeBase } from "#lib/api/contracts/knowledge.ts";
import { counted } from "./counted.ts";
import { DeleteBaseDialog } from "./delete-base-dialog.tsx";
import { ModelName } from "./model-name.tsx";

type Act = "settings" | "delete";

export function BaseList({ bases, mayWrite }: { bases: readonly KnowledgeBase[]; mayWrite: boolean }) {
  const [open, setOpen] = useState<{ base: KnowledgeBase; act: Act } | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <ul aria-label="Knowledge bases">
        {bases.map((base) => (
          <Row key={base.id} base={base} act={mayWrite ? (act) => setOpen({ base, act }) : null} />
        ))}
      </ul>
      {open?.act === "settings" ? <LazyBaseDialog base={open.base} onClose={close} /> : null}
      {open?.act === "delete" ? <DeleteBaseDialog base={open.base} onClose={close} onDeleted={close} /> : null}
    </>
  );
}

function Row({ base, act }: { base: KnowledgeBase; act: ((act: Act) => void) | null }) {
  return (
    <li className="relative flex min-h-[58px] items-center gap-4 border-line border-b px-5 py-2 hover:bg-hover max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4 max-sm:py-3">
      <span className="min-w-0 flex-1 basis-48 max-sm:basis-[calc(100%-52px)]">
        <Link
          href={`/knowledge/${base.id}`}
          className="block truncate font-medium leading-[17px] after:absolute after:inset-0"
        >
          {base.name}
        </Link>
        <span className="block truncate text-fg-3 text-micro">{base.description || "No description"}</span>
      </span>
      <span className="w-52 text-fg-2 text-small max-sm:order-last max-sm:w-auto">
        {counted(base.documents, "document")} · {counted(base.chunks, "passage")}
      </span>
      <span className="w-44 truncate text-fg-3 text-small max-lg:hidden">
        <ModelName model={base.model} />
      </span>
      <span className="w-40 text-small max-sm:order-last max-sm:w-auto">
        <BaseState base={base} />
      </span>
      <span className="w-32 text-fg-3 text-small max-md:hidden">
        Changed <RelativeTime at={base.changedAt} />
      </span>
      {act ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={`More for ${base.name}`} className="relative">
              <Ellipsis aria-hidden className="size-4" />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={() => act("settings")}>
              <Settings2 aria-hidden />
              Settings
            </DropdownMenuItem>
            <DropdownMenuItem variant="danger" onSelect={() => act("delete")}>
              <Trash2 aria-hidden />
              Delete
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
    </li>
  );
}

/** What the base is doing, and what of it went wrong. */
function BaseState({ base: { documents, working, failed, reembedding } }: { base: KnowledgeBase }) {
  const [status, words, tone] =
    working > 0
      ? (["running", `Working on ${working}`, "text-run"] as const)
      : reembedding !== null
        ? reembedding.failed
          ? (["failed", "New model failed", "text-fail"] as const)
          : (["running", "Changing the model", "text-run"] as const)
        : failed > 0
          ? (["failed", `${failed} failed`, "text-fail"] as const)
          : documents > 0
            ? (["done", "Ready", "text-ok"] as const)
            : (["queued", "Empty", "text-fg-3"] as const);
  return (
    <span className={`flex items-center gap-1.5 ${tone}`}>
      <StatusIcon status={status} size={14} />
      {words}
    </span>
  );
}
