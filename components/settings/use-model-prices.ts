import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, readWithin } from "#components/shared/api.ts";
import type { BodyInputOf, ContractOf } from "#lib/api/contract.ts";
import { deleteModelPrice, listModelPrices, setModelPrice } from "#lib/api/operations.ts";

const PRICES = ["model-prices"] as const;

export function useModelPrices() {
  return useQuery({
    queryKey: PRICES,
    queryFn: ({ signal }) => api.call(listModelPrices, {}, { signal: readWithin(signal) }),
  });
}

export function useSavePrice(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInputOf<ContractOf<typeof setModelPrice>>) => api.call(setModelPrice, { body }),
    onSuccess: () => {
      done();
      return client.invalidateQueries({ queryKey: PRICES });
    },
  });
}

/** Goes by the list again. */
export function useDropPrice(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (model: string) => api.call(deleteModelPrice, { query: { model } }),
    onSuccess: () => {
      done();
      return client.invalidateQueries({ queryKey: PRICES });
    },
  });
}
