/** How more calls are added to the sums of a day (`d`). */
export const addToDay = `on conflict (workspace_id, day, workflow_id, model) do update set calls = d.calls + excluded.calls,
    failed_calls = d.failed_calls + excluded.failed_calls, cached_calls = d.cached_calls + excluded.cached_calls,
    unpriced_calls = d.unpriced_calls + excluded.unpriced_calls, input_tokens = d.input_tokens + excluded.input_tokens,
    output_tokens = d.output_tokens + excluded.output_tokens, cost_nano = d.cost_nano + excluded.cost_nano`;

/** The sums of one more call that belongs to no journal. */
export const addCallSql = `insert into model_usage_days as d (workspace_id, day, workflow_id, model, calls, failed_calls,
    cached_calls, unpriced_calls, input_tokens, output_tokens, cost_nano)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ${addToDay}`;
