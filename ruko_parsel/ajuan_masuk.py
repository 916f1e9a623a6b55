def handle(masuk):
    return [False for _ in masuk]
