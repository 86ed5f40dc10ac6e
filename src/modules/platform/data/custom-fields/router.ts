import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { convertCustomField, previewConversion } from "./operations/convert-field";
import { getCustomFieldUsage, listCustomFields } from "./operations/list-fields";
import {
  archiveCustomField,
  deleteCustomField,
  restoreCustomField,
  undeleteCustomField,
} from "./operations/manage-field";
import { createCustomField, orderCustomFields, updateCustomField } from "./operations/write-field";

export const customFieldsRouter = router({
  list: query(listCustomFields),
  usage: query(getCustomFieldUsage),
  create: mutation(createCustomField),
  update: mutation(updateCustomField),
  order: mutation(orderCustomFields),
  archive: mutation(archiveCustomField),
  restore: mutation(restoreCustomField),
  delete: mutation(deleteCustomField),
  undelete: mutation(undeleteCustomField),
  previewConversion: query(previewConversion),
  convert: mutation(convertCustomField),
});
