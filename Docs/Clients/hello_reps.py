"""A first screen: repetitions as they happen."""
import sinew

for message in sinew.listen("rep", "cue"):
    if message["kind"] == "rep" and not message["partial"]:
        print(f"repetition {message['rep']} at {message['station']}")
    elif message["kind"] == "cue":
        print(message["text"])
