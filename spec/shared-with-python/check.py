"""Reads and writes cassettes as the Python harness does whose format grpc-cassette shares.

    check.py read PATH...       what `load` makes of each file, as JSON
    check.py write PATH         writes the interactions that stand on standard input, in the same JSON, with `dump`
    check.py rewrite FROM TO    `load`, then `dump`

The three classes are the harness's own, word for word; only what it needs of the xAI SDK is left out. Nothing is
needed but PyYAML.
"""

from __future__ import annotations as _annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass
class SampleInteraction:
    """A single `chat.sample()` request/response pair."""

    request_raw: bytes
    response_raw: bytes
    request_json: dict[str, Any] | None = None
    response_json: dict[str, Any] | None = None


@dataclass
class StreamInteraction:
    """A single `chat.stream()` request/response pair."""

    request_raw: bytes
    chunks_raw: list[bytes]
    request_json: dict[str, Any] | None = None
    chunks_json: list[dict[str, Any]] | None = None


# Union type for interactions (used for type hints in the ordered list)
Interaction = SampleInteraction | StreamInteraction


@dataclass
class XaiProtoCassette:
    """Cassette storing an ordered list of request/response interactions.

    Each interaction pairs a request with its response, using `SampleInteraction`
    for `chat.sample()` calls and `StreamInteraction` for `chat.stream()` calls.
    """

    interactions: list[Interaction] = field(default_factory=list[Interaction])
    version: int = 1

    @classmethod
    def load(cls, path: Path) -> XaiProtoCassette:
        data = yaml.safe_load(path.read_text(encoding='utf-8'))
        interactions: list[Interaction] = []
        for item in data.get('interactions', []):
            if 'request_sample' in item:
                req = item['request_sample']
                resp = item['response_sample']
                interactions.append(
                    SampleInteraction(
                        request_raw=req['raw'],
                        response_raw=resp['raw'],
                        request_json=req.get('json'),
                        response_json=resp.get('json'),
                    )
                )
            elif 'request_stream' in item:
                req = item['request_stream']
                resp = item['response_stream']
                interactions.append(
                    StreamInteraction(
                        request_raw=req['raw'],
                        chunks_raw=resp['chunks_raw'],
                        request_json=req.get('json'),
                        chunks_json=resp.get('chunks_json'),
                    )
                )
        return cls(interactions=interactions)

    def dump(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        interactions_data: list[dict[str, Any]] = []
        for interaction in self.interactions:
            if isinstance(interaction, SampleInteraction):
                # Build request_sample: json first (if present), then raw
                req: dict[str, Any] = {}
                if interaction.request_json:
                    req['json'] = interaction.request_json
                req['raw'] = interaction.request_raw
                # Build response_sample: json first (if present), then raw
                resp: dict[str, Any] = {}
                if interaction.response_json:
                    resp['json'] = interaction.response_json
                resp['raw'] = interaction.response_raw
                interactions_data.append(
                    {
                        'request_sample': req,
                        'response_sample': resp,
                    }
                )
            elif isinstance(interaction, StreamInteraction):
                # Build request_stream: json first (if present), then raw
                req = {}
                if interaction.request_json:
                    req['json'] = interaction.request_json
                req['raw'] = interaction.request_raw
                # Build response_stream: chunks_json first (if present), then chunks_raw
                resp = {}
                if interaction.chunks_json:
                    resp['chunks_json'] = interaction.chunks_json
                resp['chunks_raw'] = interaction.chunks_raw
                interactions_data.append(
                    {
                        'request_stream': req,
                        'response_stream': resp,
                    }
                )
        data: dict[str, Any] = {
            'version': self.version,
            'interactions': interactions_data,
        }
        path.write_text(
            yaml.safe_dump(data, sort_keys=False, allow_unicode=True),
            encoding='utf-8',
        )


KINDS = {'sample': SampleInteraction, 'stream': StreamInteraction}


def encode(value: Any) -> Any:
    """As JSON: bytes as `{"$bytes": hex}`, and what JSON has no word for as its text."""
    if isinstance(value, bytes):
        return {'$bytes': value.hex()}
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError(f'not all keys are text: {list(value)}')
        return {key: encode(each) for key, each in value.items()}
    if isinstance(value, list):
        return [encode(each) for each in value]
    if isinstance(value, float) and value - value != 0:
        return {'$number': {'nan': 'NaN', 'inf': 'Infinity', '-inf': '-Infinity'}[str(value)]}
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise TypeError(f'neither text nor number, boolean, null, bytes, list or mapping: {value!r}')


def decode(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {'$bytes'}:
            return bytes.fromhex(value['$bytes'])
        return {key: decode(each) for key, each in value.items()}
    if isinstance(value, list):
        return [decode(each) for each in value]
    return value


def read(path: str) -> list[Any]:
    names = {kind: name for name, kind in KINDS.items()}
    return [
        {'kind': names[type(interaction)], **encode(asdict(interaction))}
        for interaction in XaiProtoCassette.load(Path(path)).interactions
    ]


def write(path: str, interactions: list[dict[str, Any]]) -> None:
    XaiProtoCassette([KINDS[each.pop('kind')](**decode(each)) for each in interactions]).dump(Path(path))


def main(command: str, *paths: str) -> None:
    if command == 'read':
        json.dump([read(path) for path in paths], sys.stdout)
    elif command == 'write':
        write(paths[0], json.load(sys.stdin))
    elif command == 'rewrite':
        XaiProtoCassette.load(Path(paths[0])).dump(Path(paths[1]))
    else:
        raise SystemExit(__doc__)


if __name__ == '__main__':
    main(*sys.argv[1:])
