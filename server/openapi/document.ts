import { z } from 'zod'
import { OPERATIONS, type Operation } from './operations.ts'

type Json = Record<string, unknown>

/** What a schema takes, as JSON Schema. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  return rest
}

/** Values in an address: text of what the schema has there. */
function parametersOf({ path, query }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }))
  if (query === undefined) return inPath
  const { properties = {}, required = [] } = schemaOf(query) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return [
    ...inPath,
    ...Object.entries(properties).map(([name, schema]) => ({
      ...{ name, in: 'query', required: required.includes(name) },
      // What is no simple value is written as JSON.
      ...(schema['type'] === 'object' ? { content: { 'application/json': { schema } } } : { schema }),
    })),
  ]
}

function answersOf({ status = 200, content = ['application/json'], who }: Operation): Json {
  const bodies = Object.fromEntries(content.map((type) => [type, {}]))
  return {
    [status]: { description: 'Done', ...(content.length === 0 ? {} : { content: bodies }) },
    ...(who === 'everyone' ? {} : { 401: { $ref: '#/components/responses/Error' } }),
    default: { $ref: '#/components/responses/Error' },
  }
}

/**
 * The OpenAPI document of `/api`, generated from the schemas that check what is sent. Cube's own REST and GraphQL under
 * `/cubejs-api` are described by Cube; its model is told by `/cubejs-api/v1/meta`.
 */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {}
  for (const operation of OPERATIONS) {
    const { method, path, summary, tag, who, body } = operation
    const parameters = parametersOf(operation)
    paths[path] = {
      ...paths[path],
      [method]: {
        ...{ tags: [tag], summary: who === undefined ? summary : `${summary} (${who})` },
        ...(who === 'everyone' ? { security: [] } : {}),
        ...(parameters.length === 0 ? {} : { parameters }),
        ...(body === undefined
          ? {}
          : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
        responses: answersOf(operation),
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Toàn Cảnh', version },
    // A token, or the cookie of a session; what changes something by a session bears its CSRF token too.
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'toancanh_session' },
      },
      responses: {
        Error: {
          description: 'What is wrong, and how to put it right',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['error'],
                properties: {
                  error: {
                    type: 'object',
                    required: ['code', 'message'],
                    properties: { code: { type: 'string' }, message: { type: 'string' } },
                  },
                },
              },
            },
          },
        },
      },
    },
  }
}
