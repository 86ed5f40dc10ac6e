"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RouterInputs, useApi } from "@/trpc/react";
import { type RecordEdits, useRecordEdits } from "@/trpc/record-edits";
import { writeQueueOf } from "@/trpc/write-queue";
import { useOpportunityCache } from "../client";
import { lines as linesSchema, type OpportunityLines } from "./schema";

interface LineEdit {
  lineId: string;
  quantity?: number;
  unitPrice?: number;
}
type NewLine = Omit<RouterInputs["opportunities"]["addLine"], "id" | "version">;
type Target = Pick<OpportunityLines, "id" | "version">;

/**
 * Writes product lines of an opportunity. They carry the opportunity's version, so they queue with its other writes.
 */
export function useLineWrites() {
  const api = useApi();
  const client = useQueryClient();
  const { cache, refresh } = useOpportunityCache();
  const queue = writeQueueOf(useQueryClient());
  const add = useMutation(api.opportunities.addLine.mutationOptions());
  const update = useMutation(api.opportunities.updateLine.mutationOptions());
  const remove = useMutation(api.opportunities.removeLine.mutationOptions());

  function show(lines: OpportunityLines): OpportunityLines {
    client.setQueryData(api.opportunities.lines.queryKey({ id: lines.id }), lines);
    cache.write({ id: lines.id, version: lines.version });
    return lines;
  }
  async function write(
    opportunity: Target,
    send: (target: Target) => Promise<OpportunityLines>,
  ): Promise<OpportunityLines> {
    const lines = await queue.run(opportunity.id, opportunity.version, (version) =>
      send({ id: opportunity.id, version }),
    );
    void refresh();
    return show(lines);
  }
  const edits: RecordEdits<OpportunityLines, LineEdit> = useRecordEdits<OpportunityLines, LineEdit>({
    schema: linesSchema,
    name: ({ lines }, { lineId }) => lines.find((line) => line.id === lineId)?.product.name ?? "this product",
    send: async (target, change) => show(await update.mutateAsync({ ...target, ...change })),
    before: ({ lines }, change) => {
      const line = lines.find(({ id }) => id === change.lineId);
      if (!line) return null;
      const { quantity, unitPrice } = change;
      return {
        lineId: line.id,
        ...(quantity === undefined ? {} : { quantity: line.quantity }),
        ...(unitPrice === undefined ? {} : { unitPrice: line.unitPrice.amount }),
      };
    },
    show,
    refresh,
  });
  return {
    edits,
    add: (opportunity: Target, line: NewLine) =>
      write(opportunity, (target) => add.mutateAsync({ ...target, ...line })),
    remove: (opportunity: Target, lineId: string) =>
      write(opportunity, (target) => remove.mutateAsync({ ...target, lineId })),
    removing: remove.isPending,
  };
}
