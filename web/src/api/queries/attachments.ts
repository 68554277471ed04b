import { bodyOf, type ApiClient } from "../client";

/** What is done with an attachment of a message. */
export function attachmentQueries({ POST }: ApiClient) {
  return {
    secureDownload: (message: string, index: number) =>
      bodyOf(POST("/v1/messages/{message}/attachments/{index}/downloads", { params: { path: { message, index } } })),
    retryAttachment: (message: string, index: number) =>
      bodyOf(POST("/v1/messages/{message}/attachments/{index}/retry", { params: { path: { message, index } } })),
  };
}
