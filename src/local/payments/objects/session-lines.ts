import type { Context } from "../context";
import { exact, rounded, times } from "../exact";
import { wholeList } from "../list";
import type { Session } from "../tables";

/** The amount of each line before discounts; metered ones cost nothing in advance. */
export function lineAmounts({ store }: Context, session: Session): number[] {
  return session.hidden.lines.map(({ price, quantity }) => {
    const { unit_amount_decimal: unit } = store.get("prices", price);
    return quantity === null ? 0 : rounded(times(exact(unit ?? "0"), exact(quantity)));
  });
}

/** The lines of a checkout session. */
export function sessionLines(context: Context, id: string) {
  const { store } = context;
  const session = store.get("sessions", id);
  const amounts = lineAmounts(context, session);
  const lines = session.hidden.lines.map((line, index) => {
    const price = store.get("prices", line.price);
    const amount = amounts[index] ?? 0;
    return {
      id: line.id,
      object: "item",
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: price.currency,
      description: store.get("products", price.product).name,
      metadata: {},
      price,
      quantity: line.quantity,
    };
  });
  return wholeList(`/v1/checkout/sessions/${id}/line_items`, lines);
}
