"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api, type RouterInputs } from "@/trpc/react";
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
type Deal = Pick<OpportunityLines, "id" | "version">;

/** Writes of a deal's product lines. They carry the deal's version, so they queue with all that is written to it. */
export function useLineWrites() {
  const { cache, refresh } = useOpportunityCache();
  const utils = api.useUtils();
  const queue = writeQueueOf(useQueryClient());
  const add = api.opportunities.addLine.useMutation();
  const update = api.opportunities.updateLine.useMutation();
  const remove = api.opportunities.removeLine.useMutation();

  function show(lines: OpportunityLines): OpportunityLines {
    utils.opportunities.lines.setData({ id: lines.id }, lines);
    cache.write({ id: lines.id, version: lines.version });
    return lines;
  }
  async function write(deal: Deal, send: (target: Deal) => Promise<OpportunityLines>): Promise<OpportunityLines> {
    const lines = await queue.run(deal.id, deal.version, (version) => send({ id: deal.id, version }));
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
    add: (deal: Deal, line: NewLine) => write(deal, (target) => add.mutateAsync({ ...target, ...line })),
    remove: (deal: Deal, lineId: string) => write(deal, (target) => remove.mutateAsync({ ...target, lineId })),
    removing: remove.isPending,
  };
}
