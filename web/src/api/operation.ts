import type { ProblemDocument } from "./schema.gen";

// Operations that docs/openapi.json does not describe, in the form in which openapi-typescript writes those that it does.

interface Responses<Answer> {
  200: { content: { "application/json": Answer } };
  default: { content: { "application/problem+json": ProblemDocument } };
}

interface Sending<Body, Answer> {
  parameters: { query?: never };
  requestBody: { content: { "application/json": Body } };
  responses: Responses<Answer>;
}

/** A path to `GET` an answer from. */
export interface Get<Answer, Query = never> {
  get: {
    parameters: [Query] extends [never] ? { query?: never } : { query: Query };
    requestBody?: never;
    responses: Responses<Answer>;
  };
}

/** A path to `POST` a body to. */
export interface Post<Body, Answer> {
  post: Sending<Body, Answer>;
}

/** A path to `PUT` a body to. */
export interface Put<Body, Answer> {
  put: Sending<Body, Answer>;
}
