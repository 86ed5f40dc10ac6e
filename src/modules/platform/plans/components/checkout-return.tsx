"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useRef } from "react";
import { tellRefusal } from "@/components/form/tell-refusal";
import { notify } from "@/components/ui/toast";
import { paidStates } from "@/lib/entitlements";
import { useRefreshBilling } from "../client";

/** After the payments page: fetches the new state at once, which a webhook brings as well. */
export function CheckoutReturn() {
  const [session, setSession] = useQueryState("checkout", parseAsString);
  const refresh = useRefreshBilling();
  const asked = useRef(false);
  // The payments service, where the person has been.
  useEffect(() => {
    if (session === null || asked.current) return;
    asked.current = true;
    refresh
      .mutateAsync({})
      .then(({ state }) =>
        notify.success(
          paidStates.has(state)
            ? "The payment went through, and the plan is active"
            : "The payment is being processed. The plan begins when it went through.",
        ),
      )
      .catch(tellRefusal)
      .finally(() => void setSession(null));
  }, [session, refresh, setSession]);
  return null;
}
