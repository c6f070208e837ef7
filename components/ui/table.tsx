import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

export function Table({ className, ...props }: ComponentProps<"table">) {
  return <table data-slot="table" className={cn("w-full border-collapse text-small", className)} {...props} />;
}

export function TableHead({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      data-slot="table-head"
      scope="col"
      className={cn(
        "sticky top-0 z-10 h-8 whitespace-nowrap border-line border-b bg-surface px-2 text-left font-normal text-fg-3 text-micro first:pl-5 last:pr-4",
        className,
      )}
      {...props}
    />
  );
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      data-slot="table-row"
      className={cn("border-line border-b hover:bg-hover data-[state=selected]:bg-primary-soft", className)}
      {...props}
    />
  );
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td data-slot="table-cell" className={cn("h-row px-2 first:pl-5 last:pr-4", className)} {...props} />;
}
