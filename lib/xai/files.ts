import {
  type DeleteFileRequest,
  type DeleteFileResponse,
  type File,
  type FilesClient,
  type ListFilesRequest,
  type ListFilesResponse,
  type RetrieveFileRequest,
  UnimplementedFilesService,
} from '../../proto-gen/xai/api/v1/files.js';
import type { Cassette } from '../index.js';
import type { XaiCallOptions } from './call-options.js';
import type { SeedGuard } from './seed-guard.js';
import { callUnary } from './unary.js';
import { inventFile, sendUpload } from './upload.js';

/** Options of an upload. */
export interface XaiUploadOptions extends XaiCallOptions {
  /** After how many seconds the API deletes the file. */
  readonly expiresAfter?: number;
}

const { definition } = UnimplementedFilesService;

/** The Files service behind a cassette. */
export class XaiFiles {
  readonly #client: FilesClient;
  readonly #cassette: Cassette;
  readonly #guard: SeedGuard;

  /** @internal */
  constructor(client: FilesClient, cassette: Cassette, guard: SeedGuard) {
    this.#client = client;
    this.#cassette = cassette;
    this.#guard = guard;
  }

  /**
   * Uploads a file (`Files/UploadFile`), as recorded where it is. A cassette of the seed's format holds no uploads: played
   * from one, the file gets an id that depends on its size and name alone. Rejects with a `ServiceError`.
   */
  async upload(
    data: Uint8Array,
    filename: string,
    { expiresAfter, ...options }: XaiUploadOptions = {},
  ): Promise<File> {
    const upload = { data, name: filename, expiresAfter };
    return this.#cannotHoldUploads() ? inventFile(upload) : sendUpload(this.#client, upload, options);
  }

  /** `Files/ListFiles`. */
  async listFiles(request: ListFilesRequest, options?: XaiCallOptions): Promise<ListFilesResponse> {
    this.#guard(definition.ListFiles);
    return callUnary(this.#client.ListFiles, request, options);
  }

  /** `Files/RetrieveFile`. */
  async retrieveFile(request: RetrieveFileRequest, options?: XaiCallOptions): Promise<File> {
    this.#guard(definition.RetrieveFile);
    return callUnary(this.#client.RetrieveFile, request, options);
  }

  /** `Files/DeleteFile`. */
  async deleteFile(request: DeleteFileRequest, options?: XaiCallOptions): Promise<DeleteFileResponse> {
    this.#guard(definition.DeleteFile);
    return callUnary(this.#client.DeleteFile, request, options);
  }

  /** Whether this replays what the seed recorded: interactions without a method, or none at all, and no upload. */
  #cannotHoldUploads(): boolean {
    if (this.#cassette.plan !== 'replay') return false;
    const { interactions } = this.#cassette;
    if (interactions.some(({ call }) => call?.method === definition.UploadFile.path)) return false;
    return interactions.length === 0 || interactions.some(({ call }) => call === undefined);
  }
}
