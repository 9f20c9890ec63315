"""OUR pump, in the place of the emulator's: reads the table's stream and invokes each reader with what its filter passes,
as the mappings of the template say. In order; a record that a function reports comes again with all after it."""

import json
import time

BATCHES_MAX = 1_000


class Reader:
    """One mapping, and how far it is."""

    def __init__(self, name, function, properties):
        self.name, self.function = name, function
        self.size = properties["BatchSize"]
        self.patterns = [json.loads(filter["Pattern"]) for filter in properties["FilterCriteria"]["Filters"]]
        self.partial = properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        self.waiting = []
        self.answers = []

    def offer(self, record):
        if any(matches(pattern, record) for pattern in self.patterns):
            self.waiting.append(record)


def matches(pattern, value):
    """What of event patterns the template uses: exact values, prefix, exists."""
    if isinstance(pattern, dict):
        inside = value if isinstance(value, dict) else {}
        return all(matches(inner, inside.get(key)) for key, inner in pattern.items())
    for rule in pattern:
        if not isinstance(rule, dict):
            if value == rule:
                return True
        elif "prefix" in rule:
            if isinstance(value, str) and value.startswith(rule["prefix"]):
                return True
        elif rule == {"exists": False}:
            if value is None:
                return True
        elif rule == {"exists": True}:
            if value is not None:
                return True
        else:
            raise ValueError(f"the pump does not know the rule {rule}")
    return False


class Pump:
    """Reads one stream from its beginning."""

    def __init__(self, emulator, stream, readers):
        self.streams, self.functions = emulator.client("dynamodbstreams"), emulator.client("lambda")
        self.stream, self.readers = stream, readers
        self.iterators = {}

    def turn(self):
        """Takes what is new and gives each reader its next batch. Returns whether anything was done."""
        shards = self.streams.describe_stream(StreamArn=self.stream)["StreamDescription"]["Shards"]
        for shard in shards:
            name = shard["ShardId"]
            if name not in self.iterators:
                begun = self.streams.get_shard_iterator(
                    StreamArn=self.stream, ShardId=name, ShardIteratorType="TRIM_HORIZON"
                )
                self.iterators[name] = begun["ShardIterator"]
            if self.iterators[name] is None:
                continue
            read = self.streams.get_records(ShardIterator=self.iterators[name])
            self.iterators[name] = read.get("NextShardIterator")
            for record in read["Records"]:
                for reader in self.readers:
                    reader.offer(self.event(record))
        return any([self.give(reader) for reader in self.readers])

    def event(self, record):
        """The record as Lambda sends it."""
        change = dict(record["dynamodb"])
        change["ApproximateCreationDateTime"] = change["ApproximateCreationDateTime"].timestamp()
        return {**record, "dynamodb": change, "eventSource": "aws:dynamodb", "eventSourceARN": self.stream}

    def give(self, reader):
        batch = reader.waiting[: reader.size]
        if not batch:
            return False
        answer = self.functions.invoke(FunctionName=reader.function, Payload=json.dumps({"Records": batch}).encode())
        body = json.loads(answer["Payload"].read() or b"null")
        reader.answers.append(body)
        if "FunctionError" in answer:
            return False
        failed = [failure["itemIdentifier"] for failure in body["batchItemFailures"]] if reader.partial else []
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        # The lowest that is reported is where the platform begins again.
        done = min((numbers.index(number) for number in failed), default=len(batch))
        reader.waiting = reader.waiting[done:]
        return done > 0

    def until(self, done, seconds):
        """Turns until `done()` gives something, for so long at most, and returns it."""
        deadline = time.monotonic() + seconds
        while True:
            moved = self.turn()
            found = done()
            if found or time.monotonic() > deadline:
                return found
            if not moved:
                time.sleep(0.2)

    def drain(self):
        """Turns until nothing moves."""
        for _ in range(BATCHES_MAX):
            if not self.turn():
                return
        raise RuntimeError("the stream does not come to an end: a function writes what its own filter passes")
