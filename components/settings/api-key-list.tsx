"use client";

import { useState } from "react";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ApiKey } from "#lib/api/contracts/api-keys.ts";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

interface ApiKeyListProps {
  keys: readonly ApiKey[];
  queryKey: readonly string[];
  mayWrite: boolean;
}

export function ApiKeyList({ keys, queryKey, mayWrite }: ApiKeyListProps) {
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <>
      <ul aria-label="API keys">
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onRevoke={mayWrite ? () => setRevoking(key) : null} />
        ))}
      </ul>
      {revoking ? <RevokeKeyDialog apiKey={revoking} queryKey={queryKey} onClose={() => setRevoking(null)} /> : null}
    </>
  );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: (() => void) | null }) {
  return (
    <li className="flex min-h-[50px] items-center gap-4 border-line border-b px-5 py-2 max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4 max-sm:py-3">
      <span className="min-w-0 flex-1 basis-40">
        <b className="block truncate leading-[17px]">{apiKey.name}</b>
        <code className="text-fg-3 text-micro">{apiKey.prefix}…</code>
      </span>
      <span className="w-72 truncate text-fg-2 text-small max-lg:hidden" title={scopesOf(apiKey)}>
        {scopesOf(apiKey)}
      </span>
      <span className="flex gap-4 text-fg-3 text-small max-sm:order-last max-sm:w-full">
        <span className="w-36 max-sm:w-auto">
          {apiKey.lastUsedAt ? (
            <>
              Used <RelativeTime at={apiKey.lastUsedAt} />
            </>
          ) : (
            "Never used"
          )}
        </span>
        <span className="w-36 max-sm:w-auto">
          <Expiry apiKey={apiKey} />
        </span>
      </span>
      {onRevoke ? (
        <Button size="sm" aria-label={`Revoke ${apiKey.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      ) : null}
    </li>
  );
}

function Expiry({ apiKey: { expiresAt } }: { apiKey: ApiKey }) {
  if (expiresAt === null) return "Does not expire";
  const isOver = Date.parse(expiresAt) <= Date.now();
  return (
    <span className={isOver ? "text-fail" : undefined}>
      {isOver ? "Expired" : "Expires"} <RelativeTime at={expiresAt} mayCome />
    </span>
  );
}

function scopesOf({ scopes }: ApiKey): string {
  return scopes.includes("*") ? "Everything" : scopes.join(", ");
}
