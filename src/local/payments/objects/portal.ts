import { z } from "zod";
import type { Context } from "../context";
import { newId } from "../ids";
import { listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { address, clearable, flag, many, metadata, one, page, text } from "../schema";
import type { PortalConfiguration } from "../tables";
import { named } from "./customers";
import { merged } from "./metadata";

const UPDATES = ["address", "email", "name", "phone", "tax_id"] as const;

const features = z.strictObject({
  customer_update: z
    .strictObject({ allowed_updates: clearable(many(one(...UPDATES))).optional(), enabled: flag().optional() })
    .optional(),
  invoice_history: z.strictObject({ enabled: flag() }).optional(),
  payment_method_update: z.strictObject({ enabled: flag() }).optional(),
  subscription_cancel: z
    .strictObject({
      enabled: flag(),
      mode: one("at_period_end", "immediately").optional(),
      proration_behavior: one("none").optional(),
    })
    .optional(),
  // Plans and seats are changed in the app, which shows the amount first.
  subscription_update: z.strictObject({ enabled: z.literal("false").transform(() => false) }).optional(),
});

const profile = z.strictObject({
  headline: clearable(text(60)).optional(),
  privacy_policy_url: address().optional(),
  terms_of_service_url: address().optional(),
});

const configuring = {
  business_profile: profile.optional(),
  default_return_url: clearable(address()).optional(),
  metadata: metadata().optional(),
  name: clearable(text(200)).optional(),
};

const FLOWS = ["customer_update", "payment_method_update", "subscription_cancel"] as const;

const flow = z.strictObject({
  after_completion: z
    .strictObject({
      redirect: z.strictObject({ return_url: address() }).optional(),
      type: one("portal_homepage", "redirect"),
    })
    .optional(),
  subscription_cancel: z.strictObject({ subscription: text() }).optional(),
  type: one(...FLOWS),
});

const PATH = "/v1/billing_portal/configurations";

export const portalRoutes = [
  route(`POST ${PATH}`, { ...configuring, features }, ({ context, params }) =>
    present(
      context,
      "portalConfigurations",
      context.store.put("portalConfigurations", configurationOf(context, params)),
    ),
  ),
  route(`GET ${PATH}`, { ...page, active: flag().optional(), is_default: flag().optional() }, ({ context, params }) => {
    const { active, is_default: isDefault } = params;
    const found = context.store.where(
      "portalConfigurations",
      (each) => (active ?? each.active) === each.active && (isDefault ?? each.is_default) === each.is_default,
    );
    return listOf(PATH, found, params, (each) => present(context, "portalConfigurations", each));
  }),
  route(`GET ${PATH}/:id`, {}, ({ context, id }) => present(context, "portalConfigurations", existing(context, id))),
  route(
    `POST ${PATH}/:id`,
    { ...configuring, active: flag().optional(), features: features.optional() },
    ({ context, params, id }) => {
      const before = existing(context, id);
      const after: PortalConfiguration = {
        ...before,
        active: params.active ?? before.active,
        business_profile: { ...before.business_profile, ...profileOf(params.business_profile) },
        default_return_url:
          params.default_return_url === undefined ? before.default_return_url : params.default_return_url,
        features: { ...before.features, ...(params.features ? featuresOf(params.features, before.features) : {}) },
        metadata: merged(before.metadata ?? {}, params.metadata),
        name: params.name === undefined ? before.name : params.name,
        updated: context.wall(),
      };
      return present(context, "portalConfigurations", context.store.put("portalConfigurations", after));
    },
  ),
  route(
    "POST /v1/billing_portal/sessions",
    {
      configuration: text().optional(),
      customer: text(),
      flow_data: flow.optional(),
      locale: text(10).optional(),
      return_url: address().optional(),
    },
    ({ context, params }) => {
      const { store } = context;
      const customer = named(context, params.customer);
      const chosen = params.configuration;
      if (chosen !== undefined && !store.find("portalConfigurations", chosen))
        throw Refusal.missingParameter("configuration", chosen, "configuration");
      const configuration = chosen ?? defaultConfiguration(context).id;
      const given = params.flow_data;
      const subscription = given?.subscription_cancel?.subscription;
      if (given?.type === "subscription_cancel" && store.find("subscriptions", subscription)?.customer !== customer.id)
        throw Refusal.missingParameter(
          "subscription",
          String(subscription),
          "flow_data[subscription_cancel][subscription]",
        );
      const id = newId("bps");
      const session = store.put("portalSessions", {
        id,
        object: "billing_portal.session",
        configuration,
        created: context.wall(),
        customer: customer.id,
        customer_account: null,
        flow: given ? flowOf(given) : null,
        livemode: false,
        locale: params.locale ?? null,
        on_behalf_of: null,
        return_url: params.return_url ?? store.get("portalConfigurations", configuration).default_return_url,
        url: `${context.origin}/p/session/${newId(id, 32)}`,
      });
      return present(context, "portalSessions", session);
    },
  ),
];

function flowOf({ type, after_completion: after, subscription_cancel: cancel }: z.output<typeof flow>) {
  return {
    after_completion: {
      hosted_confirmation: null,
      redirect: after?.redirect ?? null,
      type: after?.type ?? "portal_homepage",
    },
    customer_update: type === "customer_update" ? {} : null,
    subscription_cancel: cancel ? { retention: null, subscription: cancel.subscription } : null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type,
  };
}

function existing({ store }: Context, id: string): PortalConfiguration {
  const found = store.find("portalConfigurations", id);
  if (!found) throw Refusal.missing("configuration", id);
  return found;
}

/** The configuration of sessions that name none: everything that a customer may do. */
function defaultConfiguration(context: Context): PortalConfiguration {
  const [found] = context.store.where("portalConfigurations", (each) => each.is_default);
  if (found) return found;
  const all = {
    customer_update: { allowed_updates: [...UPDATES], enabled: true },
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: { enabled: true, mode: "at_period_end" as const },
  };
  const made = configurationOf(context, { features: all });
  return context.store.put("portalConfigurations", { ...made, is_default: true });
}

type Configuring = z.output<z.ZodObject<typeof configuring>> & { features: z.output<typeof features> };

function configurationOf(context: Context, params: Configuring): PortalConfiguration {
  const now = context.wall();
  return {
    id: newId("bpc"),
    object: "billing_portal.configuration",
    active: true,
    application: null,
    business_profile: profileOf(params.business_profile),
    created: now,
    default_return_url: params.default_return_url ?? null,
    features: featuresOf(params.features),
    is_default: false,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: merged({}, params.metadata),
    name: params.name ?? null,
    updated: now,
  };
}

function profileOf(given: z.output<typeof profile> = {}) {
  return {
    headline: given.headline ?? null,
    privacy_policy_url: given.privacy_policy_url ?? null,
    terms_of_service_url: given.terms_of_service_url ?? null,
  };
}

type Features = PortalConfiguration["features"];

/** Anything that is not named is off, or stays as it was. */
function featuresOf(given: z.output<typeof features>, before?: Features): Features {
  const { customer_update: customer, subscription_cancel: cancel } = given;
  return {
    customer_update: customer
      ? { allowed_updates: customer.allowed_updates ?? [], enabled: customer.enabled ?? true }
      : (before?.customer_update ?? { allowed_updates: [], enabled: false }),
    invoice_history: given.invoice_history ?? before?.invoice_history ?? { enabled: false },
    payment_method_update: given.payment_method_update
      ? { enabled: given.payment_method_update.enabled, payment_method_configuration: null }
      : (before?.payment_method_update ?? { enabled: false, payment_method_configuration: null }),
    subscription_cancel: cancel
      ? { ...CANCEL, enabled: cancel.enabled, mode: cancel.mode ?? "at_period_end" }
      : (before?.subscription_cancel ?? CANCEL),
    subscription_pause: { duration: { interval_options: [], type: "indefinite" }, enabled: false },
    subscription_update: before?.subscription_update ?? UPDATE,
  };
}

const CANCEL = {
  cancellation_reason: { enabled: false, feedback_options: null, options: [] },
  enabled: false,
  mode: "at_period_end",
  proration_behavior: "none",
} satisfies Features["subscription_cancel"];

const UPDATE = {
  billing_cycle_anchor: null,
  default_allowed_updates: [],
  enabled: false,
  products: null,
  proration_behavior: "none",
  schedule_at_period_end: { conditions: [] },
  trial_update_behavior: "end_trial",
} satisfies Features["subscription_update"];
