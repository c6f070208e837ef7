/** What one has asked. */
export function Question({ text, isSending = false }: { text: string; isSending?: boolean }) {
  return (
    <article aria-label="Question" className="flex flex-col items-end gap-1">
      <p className="max-w-[84%] whitespace-pre-wrap rounded-[12px_12px_4px_12px] border border-line bg-sunken px-3 py-2 text-prose leading-[21px] [overflow-wrap:anywhere]">
        {text}
      </p>
      {isSending ? <span className="text-fg-3 text-micro">Sending</span> : null}
    </article>
  );
}
