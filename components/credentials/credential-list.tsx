"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { LazyCredentialDialog } from "#components/shared/credentials/lazy-credential-dialog.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Credential } from "#lib/api/contracts/credentials.ts";
import { credentialType } from "#lib/credentials/types/all.ts";
import { DeleteCredentialDialog } from "./delete-credential-dialog.tsx";

export function CredentialList({ credentials, mayWrite }: { credentials: readonly Credential[]; mayWrite: boolean }) {
  const [open, setOpen] = useState<{ credential: Credential; act: "change" | "delete" } | null>(null);
  return (
    <>
      <ul aria-label="Credentials">
        {credentials.map((credential) => (
          <Row
            key={credential.id}
            credential={credential}
            act={mayWrite ? (act) => setOpen({ credential, act }) : null}
          />
        ))}
      </ul>
      {open?.act === "change" ? (
        <LazyCredentialDialog credential={open.credential} onClose={() => setOpen(null)} />
      ) : null}
      {open?.act === "delete" ? (
        <DeleteCredentialDialog credential={open.credential} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}

interface RowProps {
  credential: Credential;
  act: ((act: "change" | "delete") => void) | null;
}

function Row({ credential, act }: RowProps) {
  const shown = Object.values(credential.fields).join(" · ");
  return (
    <li className="flex min-h-[50px] items-center gap-4 border-line border-b px-5 py-2 max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4 max-sm:py-3">
      <span className="min-w-0 flex-1 basis-40 max-sm:basis-[calc(100%-52px)]">
        <b className="block truncate leading-[17px]">{credential.name}</b>
        <span className="block truncate text-fg-3 text-micro">{shown}</span>
      </span>
      <span className="w-44 truncate text-fg-2 text-small max-sm:order-last max-sm:w-auto">
        {credentialType(credential.type)?.title ?? credential.type}
      </span>
      <span className="w-36 text-fg-3 text-small max-sm:order-last max-sm:w-auto">
        {credential.lastUsedAt ? (
          <>
            Used <RelativeTime at={credential.lastUsedAt} />
          </>
        ) : (
          "Never used"
        )}
      </span>
      <span className="w-36 text-fg-3 text-small max-lg:hidden">
        Changed <RelativeTime at={credential.updatedAt} />
      </span>
      {act ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={`More for ${credential.name}`}>
              <Ellipsis aria-hidden className="size-4" />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={() => act("change")}>
              <Pencil aria-hidden />
              Change or test
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
