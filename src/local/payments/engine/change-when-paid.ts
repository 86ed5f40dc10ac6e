import type { Context } from "../context";
import { Refusal } from "../refusal";
import type { Subscription } from "../tables";
import { applyChange, type Change, changeAndPay } from "./changing";
import { announceDraft } from "./drafting";
import { finalizeInvoice } from "./finalizing";
import { tryToPay } from "./paying";
import { holdBack, partsOf } from "./pending";

/** `pending_if_incomplete`: the change is made when its invoice is paid, at once where the card pays now. */
export function changeWhenPaid(context: Context, id: string, change: Change): Subscription {
  const { store } = context;
  if (isPaidNow(context, id, change)) return changeAndPay(context, id, change, "error_if_incomplete");
  const before = partsOf(context, id);
  const draft = applyChange(context, id, change);
  if (!draft) return store.get("subscriptions", id);
  announceDraft(context, draft);
  const invoice = finalizeInvoice(context, draft.id);
  holdBack(context, before, invoice);
  tryToPay(context, invoice.id);
  return store.get("subscriptions", id);
}

function isPaidNow(context: Context, id: string, change: Change): boolean {
  return context.store.pretend(() => {
    try {
      changeAndPay(context, id, change, "error_if_incomplete");
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.status === 402) return false;
      throw error;
    }
  });
}
