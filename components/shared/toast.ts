import type { ExternalToast } from "sonner";

const kinds = ["message", "success", "info", "warning", "error"] as const;
type Kind = (typeof kinds)[number];
type Show = (title: string, options?: ExternalToast) => void;

/** A short notice in the corner. What draws it is loaded after the page (lazy-toaster.tsx), so it may come a moment later. */
export const toast = Object.fromEntries(
  kinds.map((kind): [Kind, Show] => [
    kind,
    (title, options) => void import("#components/ui/toaster.tsx").then(({ show }) => show[kind](title, options)),
  ]),
  // Object.fromEntries forgets which names there were.
) as Record<Kind, Show>;
