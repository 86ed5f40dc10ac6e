import "server-only";

/**
 * Tables whose texts stay, or follow from others. Every other table of a workspace is looked through, so that a new one is
 * covered without a line here.
 */
export const textsLeft: Readonly<Record<string, string>> = {
  members: "membership stays, whoever the person is to the workspace besides",
  invitations: "they go to somebody who is to be a member",
  invoices: "documents that the law has kept",
  subscriptions: "the address to which invoices go",
  notification_mails: "the addresses of members",
  search_documents: "triggers write them from the records",
  search_words: "they are forgotten with the names",
  search_left_words: "they are forgotten with the names",
  record_keys: "triggers write them from the records",
  custom_values: "triggers write them from the records",
  connection_secrets: "sealed",
  sync_erased: "hashes",
  privacy_requests: "it has the request alone",
};
