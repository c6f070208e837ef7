import Link from "next/link";
import { useId } from "react";
import { formatCosts, shortTokens } from "#components/shared/format-usage.ts";
import { Table, TableCell, TableHead, TableRow } from "#components/ui/table.tsx";
import type { Usage } from "#lib/api/contracts/models.ts";

interface UsageRow {
  key: string;
  name: string;
  href: string | null;
  sums: Usage["total"];
}

/** What one after the other has used, dearest first. */
export function UsageTable({ title, what, rows }: { title: string; what: string; rows: readonly UsageRow[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h2 id={id} className="mb-1 font-medium text-base tracking-normal">
        {title}
      </h2>
      <Table className="-mx-5 w-[calc(100%+2.5rem)] max-sm:-mx-4 max-sm:w-[calc(100%+2rem)]">
        <thead>
          <tr>
            <TableHead className="w-full max-sm:first:pl-4">{what}</TableHead>
            <TableHead className="min-w-24 text-right max-sm:hidden">Calls</TableHead>
            <TableHead className="min-w-24 text-right max-md:hidden">Read</TableHead>
            <TableHead className="min-w-24 text-right max-md:hidden">Written</TableHead>
            <TableHead className="text-right md:hidden">Tokens</TableHead>
            <TableHead className="min-w-24 text-right max-sm:min-w-0">Cost</TableHead>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, href, sums }) => (
            <TableRow key={key}>
              <TableCell className="max-w-0 truncate max-sm:first:pl-4">
                {href === null ? (
                  name
                ) : (
                  <Link href={href} className="hover:underline">
                    {name}
                  </Link>
                )}
              </TableCell>
              <TableCell className="text-right text-fg-2 tabular-nums max-sm:hidden">
                {sums.calls.toLocaleString("en-US")}
              </TableCell>
              <TableCell className="text-right text-fg-2 tabular-nums max-md:hidden">
                {shortTokens(sums.inputTokens)}
              </TableCell>
              <TableCell className="text-right text-fg-2 tabular-nums max-md:hidden">
                {shortTokens(sums.outputTokens)}
              </TableCell>
              <TableCell className="whitespace-nowrap text-right text-fg-2 tabular-nums md:hidden">
                {shortTokens(sums.inputTokens + sums.outputTokens)}
              </TableCell>
              <TableCell className="text-right font-medium tabular-nums sm:whitespace-nowrap">
                {formatCosts({ cost: sums.cost, unpriced: sums.unpricedCalls, calls: sums.calls })}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
