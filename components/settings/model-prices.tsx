import { Pencil, Plus } from "lucide-react";
import { useId, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Table, TableCell, TableHead, TableRow } from "#components/ui/table.tsx";
import type { ModelPriceRow } from "#lib/api/contracts/models.ts";
import { PriceDialog } from "./price-dialog.tsx";
import { useModelPrices } from "./use-model-prices.ts";

/** What tokens cost: Heddle's list, and what the workspace says instead. */
export function ModelPrices({ mayWrite }: { mayWrite: boolean }) {
  const id = useId();
  const list = useModelPrices();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<ModelPriceRow | "new" | null>(null);
  const words = search.trim().toLowerCase();
  const items = list.data?.items ?? [];
  // The list is long: what the workspace has to do with comes first, the rest is found.
  const own = items.filter(({ isUsed, own }) => isUsed || own !== null);
  const shown = words === "" ? own : items.filter(({ model }) => model.toLowerCase().includes(words));
  return (
    <section aria-labelledby={id} className="max-w-[860px] px-5 py-6 max-sm:px-4">
      <div className="flex flex-wrap items-end gap-3">
        <div className="mr-auto max-w-[440px]">
          <h2 id={id}>Prices</h2>
          <p className="mt-0.5 text-fg-3 text-small">
            US dollars for a million tokens. What you enter comes before the list, for calls from now on. A model
            without a price costs “price unknown”, never nothing.
          </p>
        </div>
        <Input
          type="search"
          aria-label="Find a model"
          placeholder="Find a model"
          className="w-48 max-sm:w-full"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {mayWrite ? (
          <Button onClick={() => setOpen("new")}>
            <Plus aria-hidden className="size-4" strokeWidth={1.9} />
            Enter a price
          </Button>
        ) : null}
      </div>
      <div className="mt-3">
        {list.isPending ? <Skeleton className="h-32 w-full" /> : null}
        {list.isError ? (
          <ErrorState
            title="The prices could not be loaded"
            meaning={`${asProblem(list.error).message} Calls are counted by them all the same.`}
            action={<Button onClick={() => void list.refetch()}>Try again</Button>}
          />
        ) : null}
        {list.data && shown.length === 0 ? (
          <p className="py-3 text-fg-2 text-small">
            {words === ""
              ? `No model has been used yet. The list has ${items.length} prices: find one by its name.`
              : "No model on the list has that name. Enter its price to have its calls counted."}
          </p>
        ) : null}
        {shown.length > 0 ? <Rows rows={shown} onChange={mayWrite ? setOpen : null} /> : null}
        {list.data ? (
          <p className="mt-3 text-fg-3 text-micro">
            The list was read on {list.data.source.readOn}: {list.data.source.name}.
          </p>
        ) : null}
      </div>
      {open !== null ? <PriceDialog row={open === "new" ? null : open} onClose={() => setOpen(null)} /> : null}
    </section>
  );
}

function Rows({ rows, onChange }: { rows: readonly ModelPriceRow[]; onChange: ((row: ModelPriceRow) => void) | null }) {
  return (
    <Table>
      <thead>
        <tr>
          <TableHead className="w-full first:pl-0">Model</TableHead>
          <TableHead className="text-right">Read</TableHead>
          <TableHead className="text-right">Written</TableHead>
          <TableHead>
            <span className="sr-only">Change</span>
          </TableHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.model} row={row} onChange={onChange} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ row, onChange }: { row: ModelPriceRow; onChange: ((row: ModelPriceRow) => void) | null }) {
  const price = row.own ?? row.listed;
  const isFree = row.model.startsWith("demo/");
  return (
    <TableRow>
      <TableCell className="max-w-0 first:pl-0">
        <span className="flex min-w-0 items-center gap-2">
          <code className="min-w-0 truncate">{row.model}</code>
          {row.own ? <Badge>Yours</Badge> : null}
        </span>
      </TableCell>
      {price ? (
        <>
          <TableCell className="text-right tabular-nums">{price.input}</TableCell>
          <TableCell className="text-right tabular-nums">{price.output}</TableCell>
        </>
      ) : (
        <TableCell colSpan={2} className="whitespace-nowrap text-right text-fg-2">
          {isFree ? "free" : "price unknown"}
        </TableCell>
      )}
      <TableCell className="w-10 text-right">
        {onChange ? (
          <IconButton label={`Change the price of ${row.model}`} onClick={() => onChange(row)}>
            <Pencil aria-hidden className="size-4" />
          </IconButton>
        ) : null}
      </TableCell>
    </TableRow>
  );
}
