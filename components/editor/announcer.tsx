import { useSession } from "./editor-context.tsx";

/** Says changes aloud that sighted people see happen on the canvas. */
export function Announcer() {
  const { text, nonce } = useSession((state) => state.announcement);
  return (
    <div aria-live="polite" role="status" className="sr-only">
      {/* A new element for every announcement, so that the same words are read again. */}
      <span key={nonce}>{text}</span>
    </div>
  );
}
