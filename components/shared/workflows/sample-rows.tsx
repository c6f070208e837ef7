import { ChevronRight } from "lucide-react";
import type { Sample } from "#lib/demo/sample.ts";
import { samples } from "#lib/demo/samples.ts";
import { GraphThumbnail } from "./graph-thumbnail.tsx";

/** The samples, one to choose. */
export function SampleRows({ disabled, onChoose }: { disabled?: boolean; onChoose: (sample: Sample) => void }) {
  return (
    <ul>
      {samples.map((sample) => (
        <li key={sample.id} className="border-line border-t first:border-t-0">
          <button
            type="button"
            disabled={disabled}
            onClick={() => onChoose(sample)}
            className="flex min-h-[60px] w-full items-center gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-hover disabled:text-fg-off"
          >
            <GraphThumbnail document={sample.document} />
            <span className="min-w-0">
              <b className="block leading-[17px]">{sample.name}</b>
              <span className="block text-fg-3 text-micro">{sample.summary}</span>
            </span>
            <ChevronRight aria-hidden className="ml-auto size-3.5 shrink-0 text-fg-3" />
          </button>
        </li>
      ))}
    </ul>
  );
}
