"use client";

import { Ellipsis, Pencil, Plus, Trash2, Variable as VariableIcon } from "lucide-react";
import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { toast } from "#components/shared/toast.ts";
import { useDeleteVariable, useVariables } from "#components/shared/variables/use-variables.ts";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Variable } from "#lib/api/contracts/variables.ts";
import { SettingsTabs } from "./settings-tabs.tsx";
import { VariableDialog } from "./variable-dialog.tsx";

/** Values that many workflows share, `vars` in expressions. */
export function VariablesPage({ mayWrite }: { mayWrite: boolean }) {
  const [open, setOpen] = useState<Variable | "new" | null>(null);
  const list = useVariables();
  return (
    <>
      <PageHeader title="Settings">
        {mayWrite ? (
          <Button variant="primary" onClick={() => setOpen("new")}>
            <Plus aria-hidden className="size-4" strokeWidth={1.9} />
            New variable
          </Button>
        ) : null}
      </PageHeader>
      <SettingsTabs />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Body list={list} onChange={mayWrite ? setOpen : null} />
      </div>
      {open !== null ? <VariableDialog variable={open === "new" ? null : open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

interface BodyProps {
  list: ReturnType<typeof useVariables>;
  onChange: ((variable: Variable) => void) | null;
}

function Body({ list, onChange }: BodyProps) {
  if (list.isPending)
    return (
      <div role="status">
        <span className="sr-only">Loading variables</span>
        {["w-24", "w-40", "w-32"].map((width) => (
          <div key={width} className="flex h-[50px] items-center gap-4 px-5">
            <Skeleton className={width} />
            <Skeleton className="ml-auto w-24" />
          </div>
        ))}
      </div>
    );
  if (list.isError)
    return (
      <ErrorState
        className="m-5 max-sm:m-4"
        title="The variables could not be loaded"
        meaning={`${asProblem(list.error).message} Runs that read them are not affected.`}
        action={<Button onClick={() => void list.refetch()}>Try again</Button>}
      />
    );
  if (list.data.length === 0)
    return (
      <EmptyState className="m-5 max-sm:m-4" icon={<VariableIcon aria-hidden />} title="No variables yet">
        An address, a rate or a list that several workflows share stands here once. Expressions read it as{" "}
        <code>{"{{ vars.tax_rate }}"}</code>. Passwords and tokens belong under Credentials: variables are seen by
        everybody and stored with runs.
      </EmptyState>
    );
  return (
    <ul aria-label="Variables">
      {list.data.map((variable) => (
        <Row key={variable.id} variable={variable} onChange={onChange ? () => onChange(variable) : null} />
      ))}
    </ul>
  );
}

function Row({ variable, onChange }: { variable: Variable; onChange: (() => void) | null }) {
  const remove = useDeleteVariable(() => toast.success(`Deleted ${variable.name}`));
  const value = JSON.stringify(variable.value);
  return (
    <li className="flex min-h-[50px] items-center gap-4 border-line border-b px-5 py-2 max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4 max-sm:py-3">
      <span className="min-w-0 flex-1 basis-40 max-sm:basis-[calc(100%-52px)]">
        <code className="block truncate font-medium leading-[17px]">{variable.name}</code>
        <span className="block truncate text-fg-3 text-micro" title={variable.note}>
          {variable.note}
        </span>
      </span>
      <code
        className="min-w-0 flex-[2] truncate text-fg-2 text-small max-sm:order-last max-sm:basis-full"
        title={value}
      >
        {value}
      </code>
      <span className="w-36 text-fg-3 text-small max-lg:hidden">
        Changed <RelativeTime at={variable.updatedAt} />
      </span>
      {onChange ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={`More for ${variable.name}`}>
              <Ellipsis aria-hidden className="size-4" />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={onChange}>
              <Pencil aria-hidden />
              Change
            </DropdownMenuItem>
            <DropdownMenuItem
              variant="danger"
              onSelect={() =>
                remove.mutate(variable, {
                  onError: (error) => toast.error("It is still there", { description: asProblem(error).message }),
                })
              }
            >
              <Trash2 aria-hidden />
              Delete
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
    </li>
  );
}
