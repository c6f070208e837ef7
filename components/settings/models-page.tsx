"use client";

import { PageHeader } from "#components/shared/shell/page-header.tsx";
import type { ModelRules } from "#lib/api/contracts/models.ts";
import { ModelPrices } from "./model-prices.tsx";
import { ModelRulesForm } from "./model-rules-form.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

/** What models may cost, how often they are called, and what their tokens are counted with. */
export function ModelsPage({ rules, mayWrite }: { rules: ModelRules; mayWrite: boolean }) {
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ModelRulesForm
          rules={rules}
          mayWrite={mayWrite}
          title="Budget"
          text="What all workflows together may spend. A call that would come after is refused, and its node fails. Days and months are those of UTC."
          fields={[
            { key: "dayUsd", label: "US dollars a day" },
            { key: "dayTokens", label: "Tokens a day" },
            { key: "monthUsd", label: "US dollars a month" },
            { key: "monthTokens", label: "Tokens a month" },
          ]}
        />
        <ModelRulesForm
          rules={rules}
          mayWrite={mayWrite}
          title="Calling"
          text="How often each credential is called. More calls wait for their turn. A credential can say something else for itself."
          fields={[
            { key: "requestsPerMinute", label: "Requests a minute" },
            { key: "tokensPerMinute", label: "Tokens a minute" },
            { key: "callsAtOnce", label: "Calls at once" },
          ]}
        />
        <ModelPrices mayWrite={mayWrite} />
      </div>
    </>
  );
}
