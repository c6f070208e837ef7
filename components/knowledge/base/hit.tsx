import { FileText, Globe } from "lucide-react";
import { cn } from "#lib/utils.ts";
import { pageWords } from "./document-words.ts";
import { excerptOf, markWords } from "./mark-words.ts";
import { passageWords } from "./passage-text.ts";
import { type Found, type FoundPassage, scoreWords, shareOf, stagesOf } from "./stages-of.ts";

const EXCERPT = 320;

interface Props {
  found: Found;
  result: FoundPassage;
  question: string;
  place: number;
  isHot: boolean;
  /** It is looked at. */
  heat(): void;
  open(): void;
}

/** A passage that was found, with what each stage says of it. */
export function Hit({ found, result, question, place, isHot, heat, open }: Props) {
  const { document, pages, number, headings } = result;
  const stages = stagesOf(found);
  const Icon = document.url === null ? FileText : Globe;
  const where = [pageWords(pages), `passage ${(number + 1).toLocaleString("en-US")}`];
  return (
    <li
      onMouseEnter={heat}
      onFocus={heat}
      className="relative border-line border-b px-4 pt-2.5 pb-3 focus-within:bg-hover hover:bg-hover"
    >
      <div className="mb-1 flex items-center gap-1.5 text-small">
        <b
          className={cn(
            "mr-0.5 grid size-[18px] shrink-0 place-items-center rounded-full text-[10px]",
            isHot ? "bg-primary text-primary-foreground" : "bg-idle-soft",
          )}
        >
          {place}
        </b>
        <Icon aria-hidden className="size-3.5 shrink-0 text-fg-3" strokeWidth={2} />
        <button type="button" onClick={open} className="min-w-0 truncate font-medium after:absolute after:inset-0">
          {document.name}
        </button>
        <span className="ml-auto whitespace-nowrap text-fg-3 text-micro">
          {where.filter((part) => part !== null).join(", ")}
        </span>
      </div>
      {headings.length > 0 ? <p className="truncate text-fg-3 text-micro">{headings.join(" › ")}</p> : null}
      <p className="break-words text-fg-2 text-small leading-[18px]">
        <Marked text={excerptOf(passageWords(result), question, EXCERPT)} question={question} />
      </p>
      <dl className="mt-2 flex gap-3 text-[10px] text-fg-3 leading-[14px]">
        {stages.map(({ key, name }, at) => {
          const score = result.stages[key]?.score ?? null;
          const isLast = at === stages.length - 1;
          return (
            <div key={key} className="grid min-w-0 flex-1 grid-cols-[1fr_auto]">
              <dt>{name}</dt>
              <dd className={cn("font-medium", isLast ? "text-fg" : "text-fg-2")}>
                {score === null ? "not found" : scoreWords(score)}
              </dd>
              <dd aria-hidden className="col-span-2 mt-0.5 h-[3px] overflow-hidden rounded-[2px] bg-press">
                <i
                  className={cn("block h-full", isLast ? "bg-primary" : "bg-edge")}
                  style={{ width: `${score === null ? 0 : shareOf(found, key, score) * 100}%` }}
                />
              </dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
}

function Marked({ text, question }: { text: string; question: string }) {
  return markWords(text.replace(/\s*\n\s*/g, " "), question).map((piece, at) =>
    piece.marked ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change their places
      <mark key={at} className="rounded-t-[2px] bg-wait-soft text-fg shadow-[0_1px_0_var(--wait)]">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
