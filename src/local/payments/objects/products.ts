import { emit, emitChange } from "../events";
import { newId } from "../ids";
import { listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { clearable, flag, many, metadata, page, text } from "../schema";
import { merged } from "./metadata";

const shared = {
  active: flag().optional(),
  description: clearable(text()).optional(),
  metadata: metadata().optional(),
  tax_code: clearable(text()).optional(),
  unit_label: clearable(text(12)).optional(),
  url: clearable(text()).optional(),
};

export const productRoutes = [
  route("POST /v1/products", { ...shared, id: text().optional(), name: text() }, ({ context, params }) => {
    const { store } = context;
    const { id = newId("prod", 14), metadata: keys, ...given } = params;
    if (store.find("products", id))
      throw Refusal.parameter("resource_already_exists", "id", `Product already exists: ${id}`);
    const now = context.wall();
    const product = store.put("products", {
      id,
      object: "product",
      active: given.active ?? true,
      created: now,
      default_price: null,
      description: given.description ?? null,
      images: [],
      livemode: false,
      marketing_features: [],
      metadata: merged({}, keys),
      name: given.name,
      package_dimensions: null,
      shippable: null,
      statement_descriptor: null,
      tax_code: given.tax_code ?? null,
      tax_details: null,
      type: "service",
      unit_label: given.unit_label ?? null,
      updated: now,
      url: given.url ?? null,
    });
    emit(context, "product.created", "products", product);
    return present(context, "products", product);
  }),
  route(
    "GET /v1/products",
    { ...page, active: flag().optional(), ids: many(text()).optional() },
    ({ context, params }) => {
      const { active, ids } = params;
      const found = context.store.where(
        "products",
        (each) => (active === undefined || each.active === active) && (ids?.includes(each.id) ?? true),
      );
      return listOf("/v1/products", found, params, (each) => present(context, "products", each));
    },
  ),
  route("GET /v1/products/:id", {}, ({ context, id }) => {
    const product = context.store.find("products", id);
    if (!product) throw Refusal.missing("product", id);
    return present(context, "products", product);
  }),
  route("POST /v1/products/:id", { ...shared, name: text().optional() }, ({ context, params, id }) => {
    const { store } = context;
    const product = store.find("products", id);
    if (!product) throw Refusal.missing("product", id);
    const before = present(context, "products", product);
    const { metadata: keys, expand: _expand, ...given } = params;
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const after = store.put("products", {
      ...product,
      ...set,
      metadata: merged(product.metadata, keys),
      updated: context.wall(),
    });
    emitChange(context, "product.updated", "products", { before, after });
    return present(context, "products", after);
  }),
];
