import { ApiGateway } from '@cubejs-backend/api-gateway'
import { CompilerApi } from '@cubejs-backend/server-core/dist/src/core/CompilerApi.js'
import { CubejsServerCore } from '@cubejs-backend/server-core/dist/src/core/server.js'
import { finalResult, finalResults, type QueryResult, type QueryResults } from './final-result.ts'
import { QUERY_LIMIT } from './limits.ts'

type Answer = (message: Record<string, unknown>, options?: { status: number }) => void | Promise<void>

/**
 * Cube's REST gateway without its native library: no SQL server, and results are put into their final form here,
 * where the library would do it.
 */
class Gateway extends ApiGateway {
  protected override createSQLServerInstance(): never {
    const none = {
      init: () => undefined,
      shutdown: () => undefined,
      getSqlInterfaceInstance: () => undefined,
    }
    return none as never
  }

  /** REST and GraphQL both end here. */
  override load(request: Parameters<ApiGateway['load']>[0]): Promise<void> {
    const res = request.res as Answer
    const answer: Answer = (message, options) =>
      res(message['isWrapper'] === true ? finished(message) : message, options)
    return super.load({ ...request, res: answer as typeof request.res })
  }

  override handleError(options: Parameters<ApiGateway['handleError']>[0]): void {
    // Cube answers a limit that is too high with 500.
    if (options.e instanceof Error && options.e.message === 'The query limit has been exceeded.') {
      options.e = Object.assign(
        new Error(
          `limit tối đa là ${QUERY_LIMIT} dòng; dùng limit và offset / limit is at most ${QUERY_LIMIT} rows; use limit and offset`,
        ),
        { type: 'UserError' },
      )
    }
    super.handleError(options)
  }
}

const finished = (message: Record<string, unknown>) =>
  'results' in message
    ? finalResults(message as unknown as QueryResults)
    : finalResult(message as unknown as QueryResult)

/** Cube's models here are JavaScript: templates and Python, which need the native library, are not used. */
class Compiler extends CompilerApi {
  override createNativeInstance(): never {
    const none = {
      newJinjaEngine: () => ({ loadTemplate: () => undefined }),
      loadPythonContext: () => {
        throw new Error('Python models need the native library')
      },
    }
    return none as never
  }
}

/** Cube's server core as the product runs it: nothing but REST, in this process, without the native library. */
export class Core extends CubejsServerCore {
  protected override createApiGatewayInstance(...args: ConstructorParameters<typeof ApiGateway>): ApiGateway {
    return new Gateway(...args)
  }

  protected override createCompilerApi(
    repository: unknown,
    options: Record<string, unknown> = {},
  ): CompilerApi {
    return new Compiler(
      repository as never,
      options['dbType'] as never,
      this.createCompilerApiOptions(options),
    )
  }

  restGateway(): ApiGateway {
    return this.apiGateway()
  }
}
