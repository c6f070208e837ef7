import { CircleCheck, CircleX, FileUp, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { cn } from "#lib/utils.ts";
import type { Upload, Uploads } from "./use-uploads.ts";

interface Props {
  uploads: Uploads;
  open(document: string): void;
}

/** Files that are not documents yet, above those that are. */
export function UploadRows({ uploads: { uploads, retry, drop }, open }: Props) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Uploads" className="max-h-[40%] shrink-0 overflow-y-auto">
      {uploads.map((upload) => (
        <li
          key={upload.key}
          className={cn(
            "flex min-h-[52px] items-center gap-2.5 border-line border-b py-1.5 pr-2 pl-3",
            upload.state === "failed" && "bg-fail-soft",
          )}
        >
          <UploadIcon state={upload.state} />
          <span className="min-w-0 flex-1">
            <b className="block truncate text-small leading-[17px]">{upload.file.name}</b>
            <span
              role={upload.state === "failed" ? "alert" : undefined}
              className={cn("block text-micro", upload.state === "failed" ? "text-fail" : "truncate text-fg-3")}
            >
              {wordsOf(upload)}
            </span>
          </span>
          {upload.state === "sending" ? <SendingBar upload={upload} /> : null}
          {upload.state === "failed" && !upload.isHopeless ? (
            <Button size="sm" onClick={() => retry(upload.key)} aria-label={`Try again: ${upload.file.name}`}>
              Try again
            </Button>
          ) : null}
          {upload.document ? (
            <Button size="sm" onClick={() => open(upload.document?.id ?? "")}>
              Show
            </Button>
          ) : null}
          <IconButton
            size="sm"
            label={upload.state === "sending" || upload.state === "waiting" ? "Stop sending" : "Take from the list"}
            onClick={() => drop(upload.key)}
          >
            <X aria-hidden className="size-3.5" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

function UploadIcon({ state }: { state: Upload["state"] }) {
  const Icon = state === "failed" ? CircleX : state === "there" ? CircleCheck : FileUp;
  const tone = state === "failed" ? "text-fail" : state === "there" ? "text-ok" : "text-fg-3";
  return <Icon aria-hidden strokeWidth={1.9} className={cn("size-4 shrink-0", tone)} />;
}

function SendingBar({ upload: { share, file } }: { upload: Upload }) {
  const percent = Math.floor(share * 100);
  return (
    <span className="w-[84px] shrink-0 text-right">
      <span className="mb-1 block text-fg-3 text-micro">Send {percent}%</span>
      <span
        role="progressbar"
        aria-label={`Sending ${file.name}`}
        aria-valuenow={percent}
        className="block h-1 overflow-hidden rounded-[2px] bg-press"
      >
        <i className="block h-full bg-run" style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}

function wordsOf({ state, problem, document, file }: Upload): string {
  if (state === "failed") return problem ?? "It could not be sent.";
  if (state === "there") {
    return document && document.name !== file.name ? `Already there, as “${document.name}”` : "Already there";
  }
  return state === "waiting" ? "Waits for its turn" : sizeWords(file.size);
}

/** `812 KB`, `2.4 MB`. */
function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, "KB"] : [bytes / 1_000_000, "MB"];
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${unit}`;
}
