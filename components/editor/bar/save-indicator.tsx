import { CloudAlert, CloudCheck, CloudOff, CloudUpload } from "lucide-react";
import { useEditor, useSaveState } from "../editor-context.tsx";

/** Whether what is on the screen is stored, in words. */
export function SaveIndicator() {
  const { saver, readOnly } = useEditor();
  const status = useSaveState((state) => state.status);
  const message = useSaveState((state) => state.message);
  if (readOnly) return null;
  const words = {
    saved: { icon: <CloudCheck aria-hidden className="size-3.5" />, text: "Saved" },
    saving: { icon: <CloudUpload aria-hidden className="size-3.5" />, text: "Saving…" },
    offline: { icon: <CloudOff aria-hidden className="size-3.5" />, text: "Offline, kept here" },
    "signed-out": { icon: <CloudOff aria-hidden className="size-3.5" />, text: "Signed out, kept here" },
    refused: { icon: <CloudAlert aria-hidden className="size-3.5" />, text: "Not saved" },
  }[status];
  const calm = status === "saved" || status === "saving";
  return (
    <span
      role="status"
      className={`inline-flex items-center gap-1 ${calm ? "" : "text-wait"}`}
      title={message ?? undefined}
    >
      {words.icon}
      <span className="max-sm:sr-only">{words.text}</span>
      {status === "signed-out" && (
        <a href="/sign-in" target="_blank" rel="noreferrer" className="underline">
          Sign in
        </a>
      )}
      {(status === "refused" || status === "offline") && (
        <button type="button" className="underline" onClick={() => void saver.flush()}>
          Try now
        </button>
      )}
    </span>
  );
}
