import type { NodeSetting } from "#lib/docs/node-reference.ts";
import { InlineProse } from "../prose.tsx";

/** Each setting: what the form calls it, its key in a document, what it means, what it is at first. */
export function SettingList({ settings, file }: { settings: readonly NodeSetting[]; file: string }) {
  return (
    <ul className="divide-y divide-line rounded-card border border-line">
      {settings.map((setting) => (
        <li
          key={setting.key}
          id={`setting-${setting.key}`}
          className="grid scroll-mt-6 grid-cols-[180px_minmax(0,1fr)] gap-x-4 gap-y-1 px-3.5 py-3 max-sm:grid-cols-1"
        >
          <div className="min-w-0">
            <p className="font-medium text-base text-fg leading-[18px]">
              {setting.label ?? <code>{setting.key}</code>}
            </p>
            <p className="mt-0.5 text-fg-3 text-micro leading-4">
              {setting.label === undefined ? null : <code className="break-all">{setting.key}</code>}
              {setting.control === undefined ? null : ` · ${setting.control}`}
            </p>
          </div>
          <div className="flex min-w-0 flex-col gap-1 text-base text-fg-2 leading-5">
            <Meaning setting={setting} file={file} />
            <Notes setting={setting} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Meaning({ setting, file }: { setting: NodeSetting; file: string }) {
  if (setting.meaning.length === 0) return setting.help === undefined ? null : <p>{setting.help}</p>;
  return (
    <p>
      <InlineProse tokens={setting.meaning} file={file} />
    </p>
  );
}

function Notes({ setting: { options, first, shown } }: { setting: NodeSetting }) {
  return (
    <>
      {options.length > 0 ? <p className="text-fg-3 text-small">Choices: {options.join(" · ")}</p> : null}
      {first === undefined ? null : (
        <p className="break-words text-fg-3 text-small">
          At first {first.isCode ? <code className="text-fg-2">{first.text}</code> : first.text}
        </p>
      )}
      {shown === undefined ? null : <p className="text-fg-3 text-small">{shown}</p>}
    </>
  );
}
